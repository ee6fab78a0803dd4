"""The national rules of Germany in Swedish."""

from __future__ import annotations


_CONTACTS = {
    "A German invoice needs a contact person of the seller.": (
        "En tysk faktura kräver en kontaktperson hos säljaren."
    ),
    "Complete the contact person of your company: name, telephone and e-mail.": (
        "Komplettera företagets kontaktperson: namn, telefon och e-post."
    ),
    "A German invoice needs the city of the seller.": "En tysk faktura kräver säljarens ort.",
    "Complete the address of the contact: city and post code.": (
        "Komplettera kontaktens adress: ort och postnummer."
    ),
    "A German invoice needs the post code of the seller.": (
        "En tysk faktura kräver säljarens postnummer."
    ),
    "A German invoice needs the name of the seller's contact person.": (
        "En tysk faktura kräver namnet på säljarens kontaktperson."
    ),
    "A German invoice needs the telephone number of the seller's contact person.": (
        "En tysk faktura kräver telefonnumret till säljarens kontaktperson."
    ),
    "A German invoice needs the e-mail address of the seller's contact person.": (
        "En tysk faktura kräver e-postadressen till säljarens kontaktperson."
    ),
    "A German invoice needs the city of the buyer.": "En tysk faktura kräver köparens ort.",
    "A German invoice needs the post code of the buyer.": (
        "En tysk faktura kräver köparens postnummer."
    ),
    "A German invoice needs the city of the delivery place.": (
        "En tysk faktura kräver leveransplatsens ort."
    ),
    "A German invoice needs the post code of the delivery place.": (
        "En tysk faktura kräver leveransplatsens postnummer."
    ),
    "The telephone number of the seller's contact person has no 3 digits.": (
        "Telefonnumret till säljarens kontaktperson har inte minst 3 siffror."
    ),
    "The e-mail address of the seller's contact person is malformed.": (
        "E-postadressen till säljarens kontaktperson är felaktigt skriven."
    ),
}

_DOCUMENT = {
    "A German invoice needs the rate of each group of the VAT breakdown.": (
        "En tysk faktura kräver momssatsen för varje grupp i momsspecifikationen."
    ),
    "Open the tax that is used and enter its percentage; 0 is one too.": (
        "Öppna skatten som används och ange dess procentsats; även 0 är en sådan."
    ),
    "A German invoice needs a buyer reference.": "En tysk faktura kräver köparens referens.",
    "Fill in the buyer reference on the invoice, for authorities the Leitweg-ID.": (
        "Fyll i köparens referens på fakturan, för myndigheter deras Leitweg-ID."
    ),
    "A German seller has to state a VAT number or tax number.": (
        "En tysk säljare måste ange ett momsregistreringsnummer eller skattenummer."
    ),
    "Enter the VAT number on your company.": "Ange momsregistreringsnumret på ditt företag.",
    "The invoice type isn't one of those that Germany uses.": (
        "Fakturatypen är ingen av dem som används i Tyskland."
    ),
    "Two attachments have the same file name.": "Två bilagor har samma filnamn.",
    "Rename one of the files.": "Byt namn på en av filerna.",
    "A corrected invoice should name the invoice that it corrects.": (
        "En rättad faktura bör ange fakturan som den rättar."
    ),
    "Make the correction from the invoice, or name the invoice in it.": (
        "Skapa rättelsen från fakturan, eller ange fakturan i den."
    ),
    "The link to a document isn't a complete address.": (
        "Länken till ett dokument är ingen fullständig adress."
    ),
    "Correct the link: it begins with https:// or the like.": (
        "Rätta länken: den börjar med https:// eller liknande."
    ),
}

_PAYMENT = {
    "A German invoice has to say how it is paid.": (
        "En tysk faktura måste ange hur den ska betalas."
    ),
    "A cash discount (Skonto) isn't written as Germany demands.": (
        "En kassarabatt (Skonto) är inte skriven som Tyskland kräver."
    ),
    "Write a row such as #SKONTO#TAGE=14#PROZENT=2.00# and end it with a line break.": (
        "Skriv en rad som #SKONTO#TAGE=14#PROZENT=2.00# och avsluta den med en radbrytning."
    ),
    "A SEPA transfer (code 58) should go to an IBAN.": (
        "En SEPA-betalning (kod 58) bör gå till ett IBAN."
    ),
    "A SEPA direct debit (code 59) should come from an IBAN.": (
        "Ett SEPA-autogiro (kod 59) bör dras från ett IBAN."
    ),
    "Complete the mandate, or choose another way of payment.": (
        "Komplettera medgivandet, eller välj ett annat betalningssätt."
    ),
    "A credit transfer has no account to pay to.": (
        "En betalning till konto saknar konto att betala till."
    ),
    "A credit transfer has a card or a mandate.": (
        "En betalning till konto har ett kort eller ett medgivande."
    ),
    "Choose the way of payment that fits, and leave out what belongs to another one.": (
        "Välj det betalningssätt som passar, och utelämna det som hör till ett annat."
    ),
    "A card payment has no card.": "En kortbetalning saknar kort.",
    "A card payment has an account to pay to or a mandate.": (
        "En kortbetalning har ett konto att betala till eller ett medgivande."
    ),
    "A SEPA direct debit has no mandate.": "Ett SEPA-autogiro saknar medgivande.",
    "A SEPA direct debit has an account to pay to or a card.": (
        "Ett SEPA-autogiro har ett konto att betala till eller ett kort."
    ),
    "A direct debit needs the creditor identifier of the seller.": (
        "Ett autogiro kräver säljarens borgenärsidentitet."
    ),
    "Enter the creditor identifier of your company, with the scheme SEPA.": (
        "Ange företagets borgenärsidentitet med schemat SEPA."
    ),
    "A direct debit needs the account that is debited.": (
        "Ett autogiro kräver kontot som debiteras."
    ),
}

GERMAN = {**_CONTACTS, **_DOCUMENT, **_PAYMENT}
