"""What the preview shows and where it stands: (English label, path below the part)."""

from __future__ import annotations


HEADER = (
    ("Invoice date", 'cbc:IssueDate'),
    ("Due date", 'cbc:DueDate'),
    ("VAT date", 'cbc:TaxPointDate'),
    ("Currency", 'cbc:DocumentCurrencyCode'),
    ("Period from", 'cac:InvoicePeriod/cbc:StartDate'),
    ("Period to", 'cac:InvoicePeriod/cbc:EndDate'),
)
REFERENCES = (
    ("Buyer reference", 'cbc:BuyerReference'),
    ("Order number", 'cac:OrderReference/cbc:ID'),
    ("Sales order", 'cac:OrderReference/cbc:SalesOrderID'),
    ("Contract", 'cac:ContractDocumentReference/cbc:ID'),
    ("Project", 'cac:ProjectReference/cbc:ID'),
    ("Tender", 'cac:OriginatorDocumentReference/cbc:ID'),
    ("Despatch advice", 'cac:DespatchDocumentReference/cbc:ID'),
    ("Receiving advice", 'cac:ReceiptDocumentReference/cbc:ID'),
    ("Accounting cost", 'cbc:AccountingCost'),
)
PARTY = (
    ("Electronic address", 'cbc:EndpointID'),
    ("Identifier", 'cac:PartyIdentification/cbc:ID'),
    ("Organisation number", 'cac:PartyLegalEntity/cbc:CompanyID'),
    ("VAT number", 'cac:PartyTaxScheme/cbc:CompanyID'),
    ("Legal form", 'cac:PartyLegalEntity/cbc:CompanyLegalForm'),
    ("Contact", 'cac:Contact/cbc:Name'),
    ("Telephone", 'cac:Contact/cbc:Telephone'),
    ("E-mail", 'cac:Contact/cbc:ElectronicMail'),
)
CUSTOMER_NUMBER = (
    ("Customer number", 'cac:AccountingCustomerParty/cbc:SupplierAssignedAccountID'),
)
DELIVERY = (
    ("Delivery date", 'cbc:ActualDeliveryDate'),
    ("Place", 'cac:DeliveryLocation/cbc:ID'),
)
LINE = (
    ("Seller's item number", 'cac:Item/cac:SellersItemIdentification/cbc:ID'),
    ("Buyer's item number", 'cac:Item/cac:BuyersItemIdentification/cbc:ID'),
    ("GTIN", 'cac:Item/cac:StandardItemIdentification/cbc:ID'),
    ("Classification", 'cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode'),
    ("Country of origin", 'cac:Item/cac:OriginCountry/cbc:IdentificationCode'),
    ("Order line", 'cac:OrderLineReference/cbc:LineID'),
    ("Accounting cost", 'cbc:AccountingCost'),
    ("Period from", 'cac:InvoicePeriod/cbc:StartDate'),
    ("Period to", 'cac:InvoicePeriod/cbc:EndDate'),
    ("Invoiced object", 'cac:DocumentReference/cbc:ID'),
    ("Note", 'cbc:Note'),
)
BEFORE_VAT = (
    ("Sum of the lines", 'cbc:LineExtensionAmount'),
    ("Discounts", 'cbc:AllowanceTotalAmount'),
    ("Charges", 'cbc:ChargeTotalAmount'),
    ("Total without VAT", 'cbc:TaxExclusiveAmount'),
)
AFTER_VAT = (
    ("Total with VAT", 'cbc:TaxInclusiveAmount'),
    ("Already paid", 'cbc:PrepaidAmount'),
    ("Rounding", 'cbc:PayableRoundingAmount'),
)
PAYMENT = (
    ("Account", 'cac:PayeeFinancialAccount/cbc:ID'),
    ("Bank", 'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID'),
    ("Account name", 'cac:PayeeFinancialAccount/cbc:Name'),
    ("Payment reference", 'cbc:PaymentID'),
    ("Due date", 'cbc:PaymentDueDate'),
    ("Card", 'cac:CardAccount/cbc:PrimaryAccountNumberID'),
    ("Card holder", 'cac:CardAccount/cbc:HolderName'),
    ("Mandate", 'cac:PaymentMandate/cbc:ID'),
    ("Debited account", 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID'),
)
