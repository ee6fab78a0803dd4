"""The rules of the Netherlands, Slovakia, Italy and Greece in Swedish."""

from __future__ import annotations


_NETHERLANDS = {
    "A Dutch credit note has to name the invoice that it credits.": (
        "En nederländsk kreditfaktura ska ange fakturan som den krediterar."
    ),
    "Make the credit note from the invoice, or name the invoice in it.": (
        "Gör kreditfakturan från fakturan, eller ange fakturan i den."
    ),
    "The address of a Dutch seller lacks street, post code or city.": (
        "En nederländsk säljares adress saknar gata, postnummer eller ort."
    ),
    "The address of a Dutch customer lacks street, post code or city.": (
        "En nederländsk kunds adress saknar gata, postnummer eller ort."
    ),
    "The address of a Dutch tax representative lacks street, post code or city.": (
        "En nederländsk skatterepresentants adress saknar gata, postnummer eller ort."
    ),
    "Complete the address of the contact: street, post code and city.": (
        "Komplettera kontaktens adress: gata, postnummer och ort."
    ),
    "The number of a Dutch seller is neither a KVK nor an OIN number.": (
        "En nederländsk säljares nummer är varken ett KVK- eller ett OIN-nummer."
    ),
    "The number of a Dutch customer is neither a KVK nor an OIN number.": (
        "En nederländsk kunds nummer är varken ett KVK- eller ett OIN-nummer."
    ),
    "Enter the KVK number (scheme 0106) or the OIN number (0190) as the company registry number "
    "of the contact.": (
        "Ange KVK-numret (schema 0106) eller OIN-numret (0190) som organisationsnummer på "
        "kontakten."
    ),
    "A Dutch invoice has to say how it is paid.": (
        "En nederländsk faktura ska ange hur den betalas."
    ),
    "This payment means code isn't used in the Netherlands.": (
        "Det här betalningssättet används inte i Nederländerna."
    ),
    "Choose another way of payment: 30, 48, 49, 57, 58 or 59.": (
        "Välj ett annat betalningssätt: 30, 48, 49, 57, 58 eller 59."
    ),
    "A line refers to an order line, but the invoice to no order.": (
        "En rad hänvisar till en orderrad, men fakturan inte till någon order."
    ),
    "Fill in the customer's order number on the invoice.": (
        "Fyll i kundens ordernummer på fakturan."
    ),
}

_ITALY = {
    "The tax registration of an Italian seller doesn't have 11 to 16 capital letters and digits.": (
        "En italiensk säljares skatteregistrering har inte 11 till 16 versaler och siffror."
    ),
    "Correct the tax code of your company.": "Rätta företagets skattekod.",
    "An Italian seller's street is missing.": "En italiensk säljares gata saknas.",
    "An Italian seller's city is missing.": "En italiensk säljares ort saknas.",
    "An Italian seller's post code is missing.": "En italiensk säljares postnummer saknas.",
    "Complete the address of your company: street, post code and city.": (
        "Komplettera företagets adress: gata, postnummer och ort."
    ),
}

_GREECE = {
    "A Greek seller's name is missing.": "En grekisk säljares namn saknas.",
    "The name of a Greek seller's customer is missing.": (
        "Namnet på en grekisk säljares kund saknas."
    ),
    "Enter the name of the contact as it is registered.": (
        "Ange kontaktens namn så som det är registrerat."
    ),
    "A Greek seller's VAT number isn't EL and a valid TIN.": (
        "En grekisk säljares momsregistreringsnummer är inte EL och ett giltigt TIN."
    ),
    "A Greek seller's VAT number isn't EL and a valid TIN, or is missing.": (
        "En grekisk säljares momsregistreringsnummer saknas, eller är inte EL och ett giltigt TIN."
    ),
    "A Greek customer's VAT number isn't EL and a valid TIN, or is missing.": (
        "En grekisk kunds momsregistreringsnummer saknas, eller är inte EL och ett giltigt TIN."
    ),
    "Enter the VAT number of the contact: EL and the 9 digits of the TIN.": (
        "Ange kontaktens momsregistreringsnummer: EL och de 9 siffrorna i TIN."
    ),
    "A Greek invoice needs exactly one MARK number.": (
        "En grekisk faktura kräver exakt ett MARK-nummer."
    ),
    "A MARK number isn't a positive number.": "Ett MARK-nummer är inget positivt tal.",
    "Report the invoice to myDATA and attach the MARK number that you get.": (
        "Rapportera fakturan till myDATA och bifoga MARK-numret som du får."
    ),
    "A Greek invoice has more than one link to it.": (
        "En grekisk faktura har mer än en länk till sig."
    ),
    "A Greek invoice should have one link to it.": "En grekisk faktura bör ha en länk till sig.",
    "The link to a Greek invoice has no address.": "Länken till en grekisk faktura saknar adress.",
    "Attach one link to the invoice, described as ##INVOICE|URL##.": (
        "Bifoga en länk till fakturan, med beskrivningen ##INVOICE|URL##."
    ),
    "A Greek seller's electronic address isn't a valid TIN with scheme 9933.": (
        "En grekisk säljares elektroniska adress är inte ett giltigt TIN med schema 9933."
    ),
    "A Greek customer's electronic address isn't a valid TIN with scheme 9933.": (
        "En grekisk kunds elektroniska adress är inte ett giltigt TIN med schema 9933."
    ),
    "Enter the TIN with the scheme 9933 as the electronic address of the contact.": (
        "Ange TIN med schema 9933 som kontaktens elektroniska adress."
    ),
}

_GREEK_NUMBER = {
    "The number of a Greek invoice doesn't have 6 parts.": (
        "En grekisk fakturas nummer har inte 6 delar."
    ),
    "The first part of a Greek invoice number isn't the TIN of the seller.": (
        "Första delen av ett grekiskt fakturanummer är inte säljarens TIN."
    ),
    "The second part of a Greek invoice number isn't the issue date.": (
        "Andra delen av ett grekiskt fakturanummer är inte fakturadatumet."
    ),
    "The third part of a Greek invoice number isn't a whole number.": (
        "Tredje delen av ett grekiskt fakturanummer är inget heltal."
    ),
    "The fourth part of a Greek invoice number isn't a Greek document type.": (
        "Fjärde delen av ett grekiskt fakturanummer är ingen grekisk dokumenttyp."
    ),
    "The fifth part of a Greek invoice number is empty.": (
        "Femte delen av ett grekiskt fakturanummer är tom."
    ),
    "The sixth part of a Greek invoice number is empty.": (
        "Sjätte delen av ett grekiskt fakturanummer är tom."
    ),
    "Number your invoices as Greece demands: TIN, issue date (DD/MM/YYYY), branch, document type, "
    "series and number, with | between them.": (
        "Numrera fakturorna som Grekland kräver: TIN, fakturadatum (DD/MM/ÅÅÅÅ), filial, "
        "dokumenttyp, serie och nummer, med | emellan."
    ),
}

_SLOVAKIA = {
    "A corrected invoice between Slovak companies doesn't name the invoice that it corrects.": (
        "En rättad faktura mellan slovakiska företag anger inte fakturan som den rättar."
    ),
    "Make the corrected invoice from the invoice, or name the invoice in it.": (
        "Gör den rättade fakturan från fakturan, eller ange fakturan i den."
    ),
    "A Slovak seller's street is missing.": "En slovakisk säljares gata saknas.",
    "A Slovak seller's city is missing.": "En slovakisk säljares ort saknas.",
    "A Slovak seller's post code is missing.": "En slovakisk säljares postnummer saknas.",
    "A Slovak customer's street is missing.": "En slovakisk kunds gata saknas.",
    "A Slovak customer's city is missing.": "En slovakisk kunds ort saknas.",
    "A Slovak customer's post code is missing.": "En slovakisk kunds postnummer saknas.",
}

EUROPEAN = {**_NETHERLANDS, **_SLOVAKIA, **_ITALY, **_GREECE, **_GREEK_NUMBER}
