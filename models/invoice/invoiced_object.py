"""What an invoice or a line is about (BT-18, BT-128). A plain helper, no model."""

# UNCL1153, those that name an object; without one the recipient knows the number.
OBJECT_SCHEMES = [
    ('AVE', "Metering point"),
    ('MG', "Meter"),
    ('AWV', "Telephone number"),
    ('AXH', "Subscription"),
    ('AKV', "Lease contract"),
    ('ABZ', "Vehicle's registration number"),
    ('AKG', "Vehicle identification number (VIN)"),
    ('EQ', "Equipment"),
    ('SE', "Serial number"),
    ('ADE', "Customer account"),
    ('IT', "Our customer number"),
    ('ZZZ', "Mutually defined"),
]
