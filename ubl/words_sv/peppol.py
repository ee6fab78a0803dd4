"""Peppol's rules on codes, references and foreign numbers in Swedish."""

from __future__ import annotations


_CODES = {
    "An attachment is of a type that Peppol doesn't carry.": (
        "En bilaga är av en typ som Peppol inte tar emot."
    ),
    "Attach a PDF, PNG, JPEG, CSV, XLSX or ODS file instead.": (
        "Bifoga en fil av typen PDF, PNG, JPEG, CSV, XLSX eller ODS i stället."
    ),
    "The reason code of a discount isn't in the list.": (
        "En rabatts orsakskod finns inte i kodlistan."
    ),
    "The reason code of a charge isn't in the list.": (
        "En avgifts orsakskod finns inte i kodlistan."
    ),
    "The code of an invoicing period isn't 3, 35 or 432.": (
        "En faktureringsperiods kod är inte 3, 35 eller 432."
    ),
    "The currency of an amount isn't a code of ISO 4217.": (
        "Ett belopps valuta är ingen kod enligt ISO 4217."
    ),
    "Choose another currency on the invoice.": "Välj en annan valuta på fakturan.",
    "Open the tax that is used and correct its category code or its exemption reason.": (
        "Öppna skatten som används och rätta dess kategorikod eller orsak till undantag från "
        "skatteplikt."
    ),
    "The invoice types 326 and 384 are for German companies among themselves only.": (
        "Fakturatyperna 326 och 384 får bara användas mellan tyska företag."
    ),
    "The invoice types 326 and 389 are for German companies among themselves only, 384 for German "
    "or Slovak ones.": (
        "Fakturatyperna 326 och 389 får bara användas mellan tyska företag, 384 bara mellan tyska "
        "eller slovakiska."
    ),
}

_CARDINALITY = {
    "This has to stand in the document exactly once, and it is missing or there several times.": (
        "Det här ska stå exakt en gång i dokumentet, men det saknas eller står flera gånger."
    ),
    "Fill in what is missing; if there is no field for it, report this with the invoice number.": (
        "Fyll i det som saknas; rapportera detta med fakturans nummer om det inte finns något fält "
        "för det."
    ),
}

_REFERENCES = {
    "A charge on a price isn't allowed.": "En avgift på ett pris är inte tillåten.",
    "Change the unit price of the line instead.": "Ändra radens enhetspris i stället.",
    "The unit price isn't the price before discount less the discount.": (
        "Enhetspriset är inte priset före rabatt minus rabatten."
    ),
    "Enter the price of the line again.": "Ange radens pris på nytt.",
    "The VAT has different signs in the invoice's currency and in the accounting currency.": (
        "Momsen har olika tecken i fakturans valuta och i redovisningsvalutan."
    ),
    "The invoice is paid by direct debit, but the mandate's number is missing.": (
        "Fakturan betalas med autogiro, men medgivandets nummer saknas."
    ),
    "Enter the number of the mandate, or choose another way of payment.": (
        "Ange medgivandets nummer, eller välj ett annat betalningssätt."
    ),
    "The credit note has more than one project.": "Kreditfakturan har mer än ett projekt.",
    "Name one project only.": "Ange bara ett projekt.",
    "A line has more than one invoiced object.": "En rad har mer än ett fakturerat objekt.",
    "A line refers to a document that isn't its invoiced object.": (
        "En rad hänvisar till ett dokument som inte är dess fakturerade objekt."
    ),
    "Correct the period of the line or the invoicing period of the invoice.": (
        "Rätta radens period eller fakturans faktureringsperiod."
    ),
    "The period of a line begins before the invoicing period.": (
        "En rads period börjar före faktureringsperioden."
    ),
    "The period of a line ends after the invoicing period.": (
        "En rads period slutar efter faktureringsperioden."
    ),
}

_FOREIGN = {
    "An Italian IPA code is wrong: it has 6 letters and digits.": (
        "En italiensk IPA-kod är fel: den har 6 bokstäver och siffror."
    ),
    "An Italian tax code is wrong: it has 16 characters, or 11 digits.": (
        "En italiensk skattekod är fel: den har 16 tecken eller 11 siffror."
    ),
    "An Italian tax code in an electronic address is wrong: it has 16 characters, or 11 digits.": (
        "En italiensk skattekod i en elektronisk adress är fel: den har 16 tecken eller 11 siffror."
    ),
    "An Italian VAT number is wrong: it has IT and 11 digits, and the last one is a check digit.": (
        "Ett italienskt momsregistreringsnummer är fel: det har IT och 11 siffror, och den sista "
        "är en kontrollsiffra."
    ),
    "An Australian business number is wrong: it has 11 digits with a checksum.": (
        "Ett australiskt företagsnummer är fel: det har 11 siffror med en kontrollsumma."
    ),
    "A Danish P number doesn't have 10 digits.": "Ett danskt P-nummer har inte 10 siffror.",
    "A Danish SE number doesn't have DK and 8 digits.": (
        "Ett danskt SE-nummer har inte DK och 8 siffror."
    ),
    "A Dutch KVK number doesn't have 8 digits.": "Ett nederländskt KVK-nummer har inte 8 siffror.",
    "A Dutch OIN number doesn't have 20 digits.": (
        "Ett nederländskt OIN-nummer har inte 20 siffror."
    ),
    "A Dutch VAT number isn't NL, 9 digits, B and 2 digits.": (
        "Ett nederländskt momsregistreringsnummer är inte NL, 9 siffror, B och 2 siffror."
    ),
    "A VAT number that begins with NL isn't NL, 9 digits, B and 2 digits.": (
        "Ett momsregistreringsnummer som börjar med NL är inte NL, 9 siffror, B och 2 siffror."
    ),
    "A Belgian enterprise number is wrong: it has 10 digits, of which the first is 0 or 1 and the "
    "last two are check digits.": (
        "Ett belgiskt företagsnummer är fel: det har 10 siffror, varav den första är 0 eller 1 och "
        "de två sista är kontrollsiffror."
    ),
    "A Belgian VAT number is wrong: it is BE and the 10 digits of the enterprise number.": (
        "Ett belgiskt momsregistreringsnummer är fel: det är BE och företagsnumrets 10 siffror."
    ),
    "A Luxembourg VAT number is wrong: it is LU and 8 digits, and the last two are check digits.": (
        "Ett luxemburgskt momsregistreringsnummer är fel: det är LU och 8 siffror, varav de två "
        "sista är kontrollsiffror."
    ),
    "A Luxembourg register number (matricule) is wrong: it has 11 digits, of which the fifth and "
    "sixth say the legal form, from 20 to 99, and the last one is a check digit.": (
        "Ett luxemburgskt registernummer (matricule) är fel: det har 11 siffror, varav den femte "
        "och sjätte anger bolagsformen, från 20 till 99, och den sista är en kontrollsiffra."
    ),
    "A Dutch establishment number doesn't have 12 digits.": (
        "Ett nederländskt arbetsställenummer har inte 12 siffror."
    ),
}

PEPPOL_SENTENCES = {**_CARDINALITY, **_CODES, **_REFERENCES, **_FOREIGN}

# For official texts of rules that are not among the own ones.
PEPPOL_FAMILIES = {
    'PEPPOL-EN16931-CL': (
        "En kod finns inte i den kodlista som gäller.",
        "Välj ett annat värde där koden kommer från, till exempel valuta eller bilagans typ.",
    ),
    'PEPPOL-COMMON-R0': (
        "En identitet har inte den form som dess schema kräver.",
        "Rätta numret på kontakten: jämför siffra för siffra med källan.",
    ),
}
