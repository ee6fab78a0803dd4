"""What the preview shows: (English label, term below the part as ``en16931`` names it)."""

from __future__ import annotations


HEADER = (
    ("Invoice date", 'issue_date'),
    ("Due date", 'due_date'),
    ("VAT date", 'tax_point_date'),
    ("Currency", 'currency'),
    ("Period from", 'period.start'),
    ("Period to", 'period.end'),
)
REFERENCES = (
    ("Buyer reference", 'references.buyer_reference'),
    ("Order number", 'references.order'),
    ("Sales order", 'references.sales_order'),
    ("Contract", 'references.contract'),
    ("Project", 'references.project'),
    ("Tender", 'references.tender'),
    ("Despatch advice", 'references.despatch_advice'),
    ("Receiving advice", 'references.receiving_advice'),
    ("Accounting cost", 'references.accounting_cost'),
    ("Invoiced object", 'references.object'),
)
PARTY = (
    ("Electronic address", 'endpoint'),
    ("Identifier", 'identifiers.*'),
    ("Organisation number", 'legal_registration'),
    ("VAT number", 'tax_registrations.*.number'),
    ("Legal form", 'legal_form'),
    ("Contact", 'contact.name'),
    ("Telephone", 'contact.telephone'),
    ("E-mail", 'contact.email'),
    ("Customer number", 'customer_number'),
)
DELIVERY = (
    ("Delivery date", 'date'),
    ("Place", 'location'),
)
LINE = (
    ("Seller's item number", 'item.sellers_identifier'),
    ("Buyer's item number", 'item.buyers_identifier'),
    ("GTIN", 'item.standard_identifier'),
    ("Classification", 'item.classifications.*'),
    ("Country of origin", 'item.country_of_origin'),
    ("Order line", 'order_line'),
    ("Accounting cost", 'accounting_cost'),
    ("Period from", 'period.start'),
    ("Period to", 'period.end'),
    ("Invoiced object", 'object'),
    ("Note", 'note'),
)
TOTALS = (
    ("Sum of the lines", 'lines'),
    ("Discounts", 'allowances'),
    ("Charges", 'charges'),
    ("Total without VAT", 'without_vat'),
    ("VAT", 'vat'),
    ("VAT", 'vat_in_tax_currency'),
    ("Total with VAT", 'with_vat'),
    ("Already paid", 'prepaid'),
    ("Rounding", 'rounding'),
)
PAYMENT = (
    ("Account", 'account.number'),
    ("Bank", 'account.provider'),
    ("Account name", 'account.name'),
    ("Payment reference", 'reference'),
    ("Due date", 'due_date'),
    ("Card", 'card.number'),
    ("Card network", 'card.network'),
    ("Card holder", 'card.holder'),
    ("Mandate", 'mandate.reference'),
    ("Debited account", 'mandate.debited_account'),
)
