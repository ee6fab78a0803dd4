"""The national rules of Denmark, Iceland and Norway in Swedish."""

from __future__ import annotations


_DENMARK = {
    "A Danish seller has to state the CVR number.": "En dansk säljare måste ange CVR-numret.",
    "Enter the CVR number as the company registry number of the contact.": (
        "Ange CVR-numret som kontaktens organisationsnummer."
    ),
    "A product classification is of another version of UNSPSC than 19.05.01 or 26.08.01.": (
        "En produktklassificering är av en annan version av UNSPSC än 19.05.01 eller 26.08.01."
    ),
    "Correct the classification of the product, or leave it out.": (
        "Rätta produktens klassificering, eller utelämna den."
    ),
    "A charge for another tax than VAT doesn't say in its reason which one.": (
        "En avgift för en annan skatt än moms anger inte vilken i sin orsak."
    ),
    "State the Danish tax as its 4-digit code, or as a text with # inside, in the reason of the "
    "charge.": (
        "Ange den danska skatten med dess fyrsiffriga kod, eller som en text med # i, i avgiftens "
        "orsak."
    ),
    "This payment means code isn't used in Denmark.": (
        "Det här betalningssättet används inte i Danmark."
    ),
    "Choose another way of payment: 1, 10, 31, 42, 48, 49, 50, 58, 59, 93 or 97.": (
        "Välj ett annat betalningssätt: 1, 10, 31, 42, 48, 49, 50, 58, 59, 93 eller 97."
    ),
    "A transfer to a Danish account needs account and registration number.": (
        "En betalning till ett danskt konto kräver konto- och registreringsnummer."
    ),
    "Complete the recipient's bank account on the invoice.": (
        "Komplettera mottagarens bankkonto på fakturan."
    ),
    "A Danish direct debit needs the mandate's number and the payer's account.": (
        "Ett danskt autogiro kräver medgivandets nummer och betalarens konto."
    ),
    "A Giro payment needs a reference that begins with 01#, 04# or 15#, and a Giro number of 7 or "
    "8 digits.": (
        "En girobetalning kräver en referens som börjar med 01#, 04# eller 15# och ett gironummer "
        "med 7 eller 8 siffror."
    ),
    "Correct the payment reference of the invoice.": "Rätta fakturans betalningsreferens.",
    "A Giro reference that begins with 04# or 15# has 16 digits after it.": (
        "En giroreferens som börjar med 04# eller 15# har därefter 16 siffror."
    ),
    "A FIK payment needs a reference that begins with 71#, 73# or 75#, and a creditor number of 8 "
    "characters.": (
        "En FIK-betalning kräver en referens som börjar med 71#, 73# eller 75# och ett "
        "kreditornummer med 8 tecken."
    ),
    "A FIK reference that begins with 71# or 75# has 15 or 16 digits after it.": (
        "En FIK-referens som börjar med 71# eller 75# har därefter 15 eller 16 siffror."
    ),
    "An identifier of a Danish party has no scheme.": "En dansk parts identitet saknar schema.",
    "State the scheme of the identifier, such as 0088 for a GLN.": (
        "Ange identitetens schema, till exempel 0088 för ett GLN."
    ),
    "The number of a Danish seller isn't marked as a CVR number.": (
        "En dansk säljares nummer är inte märkt som CVR-nummer."
    ),
    "A Danish credit note can't have a negative total.": (
        "En dansk kreditfaktura kan inte ha en negativ summa."
    ),
    "Make an invoice of what the customer has to pay.": (
        "Skapa en faktura för det som kunden ska betala."
    ),
    "The number of a Danish customer isn't marked as a CVR number.": (
        "En dansk kunds nummer är inte märkt som CVR-nummer."
    ),
}

_ICELAND = {
    "An Icelandic invoice has the type 380, a credit note 381.": (
        "En isländsk faktura har typen 380, en kreditfaktura 381."
    ),
    "An Icelandic seller has to state the kennitala.": (
        "En isländsk säljare måste ange sin kennitala."
    ),
    "Enter the kennitala as the company registry number of the contact.": (
        "Ange kennitala som kontaktens organisationsnummer."
    ),
    "The address of an Icelandic seller lacks street or post code.": (
        "En isländsk säljares adress saknar gata eller postnummer."
    ),
    "Complete the address of the contact: street and post code.": (
        "Komplettera kontaktens adress: gata och postnummer."
    ),
    "An Icelandic customer's kennitala has to be stated.": (
        "En isländsk kunds kennitala måste anges."
    ),
    "The address of an Icelandic customer lacks street or post code.": (
        "En isländsk kunds adress saknar gata eller postnummer."
    ),
    "A claim (code 9) in Iceland needs an account of 12 digits.": (
        "En fordran (kod 9) på Island kräver ett konto med 12 siffror."
    ),
    "Enter bank, ledger and account number of the bank account: 12 digits.": (
        "Ange bankkontots bank, huvudbok och kontonummer: 12 siffror."
    ),
    "A transfer (code 42) in Iceland needs an account of 12 digits.": (
        "En betalning till konto (kod 42) på Island kräver ett konto med 12 siffror."
    ),
    "The final due date (eindagi) isn't written as YYYY-MM-DD.": (
        "Sista betalningsdag (eindagi) är inte skriven som ÅÅÅÅ-MM-DD."
    ),
    "Correct the final due date (eindagi) among the references, or remove it.": (
        "Rätta sista betalningsdag (eindagi) bland referenserna, eller ta bort den."
    ),
    "There is a final due date (eindagi) but no due date.": (
        "Det finns en sista betalningsdag (eindagi) men inget förfallodatum."
    ),
    "Choose a due date on the invoice.": "Välj ett förfallodatum på fakturan.",
    "The final due date (eindagi) is before the due date.": (
        "Sista betalningsdag (eindagi) infaller före förfallodatumet."
    ),
}

_NORWAY = {
    "A Norwegian VAT number isn't NO, the organisation number and MVA.": (
        "Ett norskt momsregistreringsnummer är inte NO, organisationsnumret och MVA."
    ),
    "Enter your VAT number as NO, the 9 digits of the organisation number, and MVA.": (
        "Ange momsregistreringsnumret som NO, organisationsnumrets 9 siffror och MVA."
    ),
    "Most Norwegian sellers have to state 'Foretaksregisteret' on their invoices.": (
        "De flesta norska säljare måste ange ”Foretaksregisteret” på sina fakturor."
    ),
    "Have 'Foretaksregisteret' stated as your tax registration, if your company is in that "
    "register.": (
        "Ange ”Foretaksregisteret” som skatteregistrering, om ditt företag finns i det registret."
    ),
}

NORDIC = {**_DENMARK, **_ICELAND, **_NORWAY}
