"""Sentences with values inside: English and Swedish templates, and the words that fill them."""

from __future__ import annotations


PATTERNS = {
    # What a document is
    "The document is larger than {size} MiB.": "Dokumentet är större än {size} MiB.",
    "The document has more than {count} elements.": "Dokumentet har fler än {count} element.",
    "The document isn't well-formed XML: {error}": "Dokumentet är inte välformad XML: {error}",
    # VAT, one sentence for each category
    "The VAT category of {where} is '{category}', so its rate must be {demand}.": (
        "Momskategorin för {where} är ”{category}”, så momssatsen ska {demand}."
    ),
    "Lines and VAT breakdown don't agree about the category '{category}'.": (
        "Rader och momsspecifikation stämmer inte överens om momskategorin ”{category}”."
    ),
    "The taxable amount '{category}' isn't the sum of its lines, discounts and charges.": (
        "Momsunderlaget ”{category}” är inte summan av dess rader, rabatter och avgifter."
    ),
    "The VAT amount '{category}' must be {amount}.": (
        "Momsbeloppet för ”{category}” ska vara {amount}."
    ),
    "VAT at '{category}' must not have an exemption reason.": (
        "Moms med ”{category}” får inte ha någon orsak till undantag från skatteplikt."
    ),
    "The VAT category '{category}' has no reason why no VAT is charged.": (
        "Momskategorin ”{category}” saknar en orsak till att ingen moms tas ut."
    ),
    "The exemption reason {reason} needs the VAT category {category}.": (
        "Orsaken {reason} till undantag från skatteplikt kräver momskategori {category}."
    ),
    # Payment accounts
    "{sentence} It looks like {other}: enter it as one.": (
        "{sentence} Det ser ut som {other}: ange det som ett sådant."
    ),
    "'{value}' isn't a valid {account}: {reason}.": "”{value}” är {account}: {reason}.",
    "no country '{country}' has an IBAN": "det finns inget land ”{country}” med IBAN",
    "an IBAN of {country} has another length or form": (
        "ett IBAN från {country} har en annan längd eller form"
    ),
    # Identifiers
    "'{value}' isn't a {name}: it has {words}.": "”{value}” är {name}: det ska vara {words}.",
    "'{value}' isn't a {name}: its check digit is wrong, so a digit is mistyped or two "
    "are swapped.": (
        "”{value}” är {name}: kontrollsiffran är fel, så en siffra är felskriven eller två har "
        "bytt plats."
    ),
    "'{value}' isn't in Peppol's list of electronic address schemes ({release}).": (
        "”{value}” finns inte i Peppols lista över scheman för elektroniska adresser ({release})."
    ),
    "{sentence} Use {code} with the {name} instead.": (
        "{sentence} Använd {code} med {name} i stället."
    ),
    "'{value}' can't be an electronic address: it has 1 to 50 letters and digits, with . - _ ~ : / "
    "between them.": (
        "”{value}” kan inte vara en elektronisk adress: den har 1 till 50 bokstäver och siffror, "
        "med . - _ ~ : / mellan dem."
    ),
}

# What the holes of these templates are filled with, and what stands in no hole.
PIECES = {
    "it has {words}": "det ska vara {words}",
    "The identifier is empty.": "Identiteten är tom.",
    "a line": "en rad",
    "a discount": "en rabatt",
    "a charge": "en avgift",
    "above zero": "vara större än noll",
    "left out": "utelämnas",
    "0 %": "vara 0 %",
    "taxable amount times rate": "momsunderlaget gånger momssatsen",
    "zero": "noll",
    "standard rate": "normal momssats",
    "zero rate": "nollsats",
    "exempt from VAT": "undantaget från moms",
    "reverse charge": "omvänd betalningsskyldighet",
    "intra-community supply": "unionsintern leverans",
    "export outside the EU": "export utanför EU",
    "not subject to VAT": "omfattas inte av moms",
    "Swedish organisation number": "inget svenskt organisationsnummer",
    "GLN": "inget GLN",
    "Norwegian organisation number": "inget norskt organisationsnummer",
    "Danish CVR number": "inget danskt CVR-nummer",
    "Belgian enterprise number": "inget belgiskt företagsnummer",
    "Finnish OVT code": "ingen finsk OVT-kod",
    "organisation number": "organisationsnumret",
    "OVT code": "OVT-koden",
    "2 to 8 digits": "2 till 8 siffror",
    "2 to 25 digits": "2 till 25 siffror",
    "7 or 8 digits": "7 eller 8 siffror",
    "8 digits": "8 siffror",
    "9 digits": "9 siffror",
    "10 digits": "10 siffror",
    "13 digits": "13 siffror",
    "10 digits that begin with 0 or 1": "10 siffror som börjar med 0 eller 1",
    "0037, 8 digits and at most 5 more characters": "0037, 8 siffror och högst 5 tecken till",
    "a country code, 2 digits and 10 to 30 characters": (
        "en landskod, 2 siffror och 10 till 30 tecken"
    ),
    "at least 4 digits": "minst 4 siffror",
    "8 or 11 letters and digits": "8 eller 11 bokstäver och siffror",
    "Bankgiro number": "inget giltigt bankgironummer",
    "Plusgiro number": "inget giltigt plusgironummer",
    "IBAN": "inget giltigt IBAN",
    "BIC": "ingen giltig BIC-kod",
    "OCR reference": "inget giltigt OCR-nummer",
    "bank account number": "inget giltigt bankkontonummer",
    "a Bankgiro number": "ett bankgironummer",
    "a Plusgiro number": "ett plusgironummer",
    "an IBAN": "ett IBAN",
    "a BIC": "en BIC-kod",
    "its check digit is wrong": "kontrollsiffran är fel",
    "Its check digit is wrong.": "Kontrollsiffran är fel.",
    "'{value}' isn't an account number.": "”{value}” är inget kontonummer.",
    "its check digits don't fit, so a character is wrong, missing or swapped": (
        "kontrollsiffrorna stämmer inte, så ett tecken är fel, saknas eller har bytt plats"
    ),
}
