import { patch } from "@web/core/utils/patch";
import { Field } from "@web/views/fields/field";
import { FormLabel } from "@web/views/form/form_label";

/** Which fields of an e-invoice are mandatory, and which of them are missing or wrong. */
function marksOf(record, name) {
    const marks = record.resModel === "account.move" && record.data.pagero_marks;
    return {
        isMandatory: Boolean(marks) && marks.mandatory.includes(name),
        // A list of lines isn't wrong as a whole: the alert names the line.
        isMissing:
            Boolean(marks) &&
            marks.missing.includes(name) &&
            record.fields[name].type !== "one2many",
    };
}

patch(FormLabel.prototype, {
    get className() {
        const { isMandatory } = marksOf(this.props.record, this.props.fieldName);
        return isMandatory ? `${super.className} o_pagero_mandatory` : super.className;
    },
});

patch(Field.prototype, {
    get classNames() {
        const { isMissing } = marksOf(this.props.record, this.props.name);
        return { ...super.classNames, o_pagero_missing: isMissing };
    },
});
