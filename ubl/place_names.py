"""What the elements of an invoice are called: EN 16931's terms in the words of an Odoo user.

Keys are paths of local names below the root, without 'Party'; the two kinds of lines are 'Line'.
"""

from __future__ import annotations


LINES = frozenset({'InvoiceLine', 'CreditNoteLine'})

GROUPS = {
    'AccountingSupplierParty': "Seller",
    'AccountingCustomerParty': "Buyer",
    'PayeeParty': "Payee",
    'TaxRepresentativeParty': "Tax representative",
    'Delivery': "Delivery",
    'PaymentMeans': "Payment",
    'TaxTotal': "VAT",
    'LegalMonetaryTotal': "Totals",
    'AllowanceCharge': "Discount or charge on the document",
    'AdditionalDocumentReference': "Attachment",
}

_PARTY = {
    'EndpointID': ("Electronic address (BT-34)", "Electronic address (BT-49)"),
    'PartyIdentification': ("Identifier (BT-29)", "Identifier (BT-46)"),
    'PartyName': ("Trading name (BT-28)", "Trading name (BT-45)"),
    'PostalAddress': ("Address (BG-5)", "Address (BG-8)"),
    'PostalAddress/CityName': ("City (BT-37)", "City (BT-52)"),
    'PostalAddress/PostalZone': ("Post code (BT-38)", "Post code (BT-53)"),
    'PostalAddress/Country': ("Country (BT-40)", "Country (BT-55)"),
    'PartyTaxScheme': ("VAT number (BT-31)", "VAT number (BT-48)"),
    'PartyLegalEntity/RegistrationName': ("Name (BT-27)", "Name (BT-44)"),
    'PartyLegalEntity/CompanyID': ("Organisation number (BT-30)", "Organisation number (BT-47)"),
    'Contact': ("Contact (BG-6)", "Contact (BG-9)"),
}

_LINE = {
    'ID': "Number (BT-126)",
    'Note': "Note (BT-127)",
    'InvoicedQuantity': "Quantity (BT-129)",
    'CreditedQuantity': "Quantity (BT-129)",
    'LineExtensionAmount': "Net amount (BT-131)",
    'AccountingCost': "Accounting cost (BT-133)",
    'OrderLineReference': "Order line reference (BT-132)",
    'DocumentReference': "Invoiced object (BT-128)",
    'InvoicePeriod': "Period (BG-26)",
    'AllowanceCharge': "Discount or charge (BG-27, BG-28)",
    'Item/Name': "Item name (BT-153)",
    'Item/Description': "Description (BT-154)",
    'Item/SellersItemIdentification': "Product reference (BT-155)",
    'Item/BuyersItemIdentification': "Buyer's item number (BT-156)",
    'Item/StandardItemIdentification': "Barcode, GTIN (BT-157)",
    'Item/CommodityClassification': "Classification (BT-158)",
    'Item/ClassifiedTaxCategory': "VAT (BT-151)",
    'Item/ClassifiedTaxCategory/Percent': "VAT rate (BT-152)",
    'Price': "Unit price (BT-146)",
    'Price/BaseQuantity': "Price quantity (BT-149)",
    'Price/AllowanceCharge': "Price discount (BT-147)",
}

_DOCUMENT = {
    'CustomizationID': "Specification identifier (BT-24)",
    'ProfileID': "Business process (BT-23)",
    'ID': "Invoice number (BT-1)",
    'IssueDate': "Invoice date (BT-2)",
    'DueDate': "Due date (BT-9)",
    'InvoiceTypeCode': "Invoice type (BT-3)",
    'CreditNoteTypeCode': "Invoice type (BT-3)",
    'Note': "Note (BT-22)",
    'TaxPointDate': "VAT date (BT-7)",
    'DocumentCurrencyCode': "Currency (BT-5)",
    'TaxCurrencyCode': "Accounting currency (BT-6)",
    'AccountingCost': "Accounting cost (BT-19)",
    'BuyerReference': "Buyer reference (BT-10)",
    'InvoicePeriod': "Invoicing period (BG-14)",
    'OrderReference': "Order reference (BT-13)",
    'OrderReference/SalesOrderID': "Sales order (BT-14)",
    'BillingReference': "Credited invoice (BG-3)",
    'ContractDocumentReference': "Contract (BT-12)",
    'ProjectReference': "Project (BT-11)",
    'AdditionalDocumentReference': "Document (BG-24)",
    'Delivery/ActualDeliveryDate': "Delivery date (BT-72)",
    'PayeeParty/PartyIdentification': "Identifier (BT-60)",
    'PayeeParty/PartyName': "Name (BT-59)",
    'TaxRepresentativeParty/PartyName': "Name (BT-62)",
    'TaxRepresentativeParty/PartyTaxScheme': "VAT number (BT-63)",
    'TaxRepresentativeParty/PostalAddress': "Address (BG-12)",
    'Delivery/DeliveryLocation': "Place (BG-15)",
    'Delivery/DeliveryLocation/ID': "Place identifier (BT-71)",
    'Delivery/DeliveryLocation/Address': "Address (BG-15)",
    'PaymentMeans/PaymentMeansCode': "Payment means code (BT-81)",
    'PaymentMeans/PaymentDueDate': "Due date (BT-9)",
    'PaymentMeans/PaymentID': "Payment reference (BT-83)",
    'PaymentMeans/PayeeFinancialAccount': "Account (BG-17)",
    'PaymentMeans/PayeeFinancialAccount/ID': "Account number (BT-84)",
    'PaymentMeans/CardAccount': "Payment card (BG-18)",
    'PaymentMeans/PaymentMandate': "Direct debit mandate (BT-89)",
    'PaymentTerms': "Payment terms (BT-20)",
    'AllowanceCharge/Amount': "Amount (BT-92, BT-99)",
    'AllowanceCharge/AllowanceChargeReason': "Reason (BT-97, BT-104)",
    'AllowanceCharge/AllowanceChargeReasonCode': "Reason code (BT-98, BT-105)",
    'AllowanceCharge/TaxCategory': "VAT (BT-95, BT-102)",
    'TaxTotal/TaxAmount': "Total VAT (BT-110)",
    'TaxTotal/TaxSubtotal': "VAT breakdown (BG-23)",
    'TaxTotal/TaxSubtotal/TaxableAmount': "Taxable amount (BT-116)",
    'TaxTotal/TaxSubtotal/TaxAmount': "VAT amount (BT-117)",
    'TaxTotal/TaxSubtotal/TaxCategory/Percent': "VAT rate (BT-119)",
    'LegalMonetaryTotal/LineExtensionAmount': "Sum of the lines (BT-106)",
    'LegalMonetaryTotal/AllowanceTotalAmount': "Sum of discounts (BT-107)",
    'LegalMonetaryTotal/ChargeTotalAmount': "Sum of charges (BT-108)",
    'LegalMonetaryTotal/TaxExclusiveAmount': "Total without VAT (BT-109)",
    'LegalMonetaryTotal/TaxInclusiveAmount': "Total with VAT (BT-112)",
    'LegalMonetaryTotal/PrepaidAmount': "Already paid (BT-113)",
    'LegalMonetaryTotal/PayableRoundingAmount': "Rounding (BT-114)",
    'LegalMonetaryTotal/PayableAmount': "Amount due (BT-115)",
}

NAMES = {
    **_DOCUMENT,
    **{f'Line/{path}': name for path, name in _LINE.items()},
    **{f'AccountingSupplierParty/{path}': names[0] for path, names in _PARTY.items()},
    **{f'AccountingCustomerParty/{path}': names[1] for path, names in _PARTY.items()},
}

# The field of an invoice line where a person puts it right; paths below the line.
COLUMNS = {
    'Note': 'name',
    'InvoicedQuantity': 'quantity',
    'CreditedQuantity': 'quantity',
    'LineExtensionAmount': 'price_subtotal',
    'AllowanceCharge': 'discount',
    'Item': 'product_id',
    'Item/Description': 'name',
    'Item/ClassifiedTaxCategory': 'tax_ids',
    'Price': 'price_unit',
    'Price/AllowanceCharge': 'discount',
}

# The field of account.move (or a neighbour) where a person puts it right.
FIELDS = {
    'ID': 'name',
    'IssueDate': 'invoice_date',
    'DueDate': 'invoice_date_due',
    'Note': 'narration',
    'DocumentCurrencyCode': 'currency_id',
    'TaxCurrencyCode': 'currency_id',
    'BuyerReference': 'pagero_buyer_reference',
    'OrderReference': 'pagero_order_reference',
    'ContractDocumentReference': 'pagero_contract_reference',
    'ProjectReference': 'pagero_project_reference',
    'BillingReference': 'reversed_entry_id',
    'AccountingSupplierParty': 'company_id',
    'AccountingCustomerParty': 'partner_id',
    'Delivery': 'partner_shipping_id',
    'Delivery/ActualDeliveryDate': 'delivery_date',
    'PaymentMeans': 'partner_bank_id',
    'PaymentMeans/PaymentDueDate': 'invoice_date_due',
    'PaymentMeans/PaymentID': 'payment_reference',
    'PaymentTerms': 'invoice_payment_term_id',
    'AllowanceCharge': 'invoice_line_ids',
    'TaxTotal': 'invoice_line_ids',
    'LegalMonetaryTotal': 'invoice_line_ids',
}
