"""Where the terms of an invoice stand in UBL: tables of attribute and place.

``binding`` says what such a place is and takes it, ``conversion`` makes values of texts; the other
files have the tables of the groups that their names say.
"""
