"""What people read for the value of a selection. A plain helper, no model."""


def labels_of(records, field):
    """``{value: label}`` of a selection, in the reader's language."""
    return dict(records._fields[field]._description_selection(records.env))
