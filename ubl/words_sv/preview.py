"""The words of the preview in Swedish."""

from __future__ import annotations


_HEADER = {
    "Invoice date": "Fakturadatum", "Due date": "Förfallodatum", "VAT date": "Momsdatum",
    "Currency": "Valuta", "Period from": "Period från", "Period to": "Period till",
    "Buyer reference": "Köparens referens", "Order number": "Ordernummer",
    "Sales order": "Säljorder", "Contract": "Avtal", "Project": "Projekt", "Tender": "Upphandling",
    "Despatch advice": "Följesedel", "Receiving advice": "Mottagningsbevis",
    "Accounting cost": "Köparens kontering", "Concerns invoice": "Avser faktura",
}
_PARTIES = {
    "Seller": "Säljare", "Buyer": "Köpare", "Payee": "Betalningsmottagare",
    "Tax representative": "Skatterepresentant", "Delivery": "Leverans",
    "Trading name": "Handelsnamn", "Electronic address": "E-adress",
    "Identifier": "Identitet", "Organisation number": "Org.nr",
    "VAT number": "Momsreg.nr", "Legal form": "Juridisk form",
    "Contact": "Kontaktperson", "Telephone": "Telefon", "E-mail": "E-post",
    "Customer number": "Kundnummer", "Delivery date": "Leveransdatum", "Place": "Plats",
}
_LINES = {
    "Seller's item number": "Säljarens artikelnummer",
    "Buyer's item number": "Köparens artikelnummer", "GTIN": "GTIN",
    "Classification": "Klassificering", "Country of origin": "Ursprungsland",
    "Order line": "Orderrad", "Invoiced object": "Fakturerat objekt", "Note": "Notering",
    "Charge": "Avgift", "Discount": "Rabatt",
}
_SUMS = {
    "Sum of the lines": "Summa rader", "Discounts": "Rabatter", "Charges": "Avgifter",
    "Total without VAT": "Summa exkl. moms", "VAT": "Moms", "Total with VAT": "Summa inkl. moms",
    "Already paid": "Redan betalt", "Rounding": "Öresavrundning",
    "Payment means": "Betalningssätt", "Account": "Konto", "Bank": "Bank",
    "Account name": "Kontonamn", "Payment reference": "Betalningsreferens", "Card": "Kort",
    "Card holder": "Kortinnehavare", "Mandate": "Medgivande", "Debited account": "Debiterat konto",
}
_UNITS = {
    "pcs": "st", "h": "tim", "min": "min", "days": "dagar", "weeks": "veckor",
    "months": "månader", "years": "år", "boxes": "lådor", "packages": "paket", "dozens": "dussin",
}
_KINDS = {
    "Invoice": "Faktura", "Credit note": "Kreditfaktura", "Debit note": "Debetnota",
    "Corrected invoice": "Rättad faktura", "Prepayment invoice": "Förskottsfaktura",
    "Self-billed invoice": "Självfaktura", "Self-billed credit note": "Självfaktura, kredit",
    "Self-billed debit note": "Självfaktura, debetnota",
    "Partial invoice": "Delfaktura", "Factored invoice": "Faktura med factoring",
    "Factored credit note": "Kreditfaktura med factoring",
}
_MEANS = {
    "Not defined": "Ej angivet", "Cash": "Kontant", "Credit transfer": "Betalning till konto",
    "Debit transfer": "Debetöverföring", "Bank account": "Bankkonto", "Direct debit": "Autogiro",
    "Credit card": "Kreditkort", "Debit card": "Betalkort", "Standing agreement": "Stående avtal",
    "SEPA credit transfer": "SEPA-betalning", "SEPA direct debit": "SEPA-autogiro",
    "Clearing between partners": "Kvittning mellan parterna",
    "Mutually defined": "Enligt överenskommelse",
}
_CATEGORIES = {
    "Zero rate": "Nollskattesats", "Exempt from VAT": "Undantagen från moms",
    "Reverse charge": "Omvänd betalningsskyldighet", "Sale within the EU": "Försäljning inom EU",
    "Export": "Export", "Not subject to VAT": "Utanför momsens område",
}
LABELS = {
    **_HEADER, **_PARTIES, **_LINES, **_SUMS, **_UNITS, **_KINDS, **_MEANS, **_CATEGORIES
}
