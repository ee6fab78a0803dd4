"""The constant sentences of the own rules and of the check itself in Swedish."""

from __future__ import annotations


_DOCUMENT = {
    "Create the document again; if the message stays, report it with the file.": (
        "Skapa dokumentet på nytt; rapportera felet med filen om det kvarstår."
    ),
    "No rules are in force on the invoice date, so the document is checked in part only.": (
        "Inga regler gäller på fakturadatumet, så dokumentet har bara kontrollerats delvis."
    ),
    "Check the invoice date, and update the rules under Pagero / Configuration.": (
        "Kontrollera fakturadatumet och uppdatera reglerna under Pagero / Konfiguration."
    ),
    "The rules could not be run on this document, so it is unknown whether it is right.": (
        "Reglerna kunde inte köras på dokumentet, så ingen vet om det är riktigt."
    ),
    "Report this with the invoice number; the server's log says more.": (
        "Rapportera detta med fakturanumret; serverns logg säger mer."
    ),
    "This rule could not be evaluated on the document, so it is unknown whether it is met.": (
        "Regeln kunde inte prövas på dokumentet, så ingen vet om den följs."
    ),
    "The document has a document type definition, which isn't allowed.": (
        "Dokumentet har en dokumenttypsdefinition (DTD), vilket inte är tillåtet."
    ),
    "The document is empty.": "Dokumentet är tomt.",
    "This is a ZIP archive, not a document.": "Det här är ett ZIP-arkiv, inte ett dokument.",
    "This is neither an XML document nor a PDF.": (
        "Det här är varken ett XML-dokument eller en PDF."
    ),
    "This is an XML document of a kind that isn't known here: {root}.": (
        "Det här är ett XML-dokument av ett slag som är okänt här: {root}."
    ),
    "This is a web page, not an invoice.": "Det här är en webbsida, inte en faktura.",
    "This isn't a UBL invoice or credit note.": (
        "Det här är varken en faktura eller en kreditfaktura i UBL."
    ),
    "The document doesn't follow the UBL schema at this place: correct the value if you typed it, "
    "otherwise report it with the invoice number.": (
        "Dokumentet följer inte UBL-schemat här: rätta värdet om du har skrivit det själv, "
        "rapportera annars felet med fakturanumret."
    ),
    "Correct the value if you entered it; otherwise the software made the mistake: report it with "
    "the invoice number.": (
        "Rätta värdet om du har skrivit det själv; annars gör programmet fel: rapportera "
        "det med fakturanumret."
    ),
    "Split the invoice into several.": "Dela upp fakturan i flera.",
    "Some rules could not be matched with the document because of an unexpected value, so they "
    "were left out; the network leaves them out too.": (
        "Några regler kunde inte jämföras med dokumentet på grund av ett oväntat värde och har "
        "utelämnats; nätverket utelämnar dem också."
    ),
    "Look for something that is given twice, such as two VAT numbers.": (
        "Leta efter något som anges två gånger, till exempel två momsregistreringsnummer."
    ),
    "This comes from the software, not from your data: report it with the invoice number.": (
        "Felet kommer från programmet, inte från dina uppgifter: rapportera det med fakturanumret."
    ),
}

_MUST_HAVES = {
    "The document names no business process.": "Dokumentet anger ingen affärsprocess.",
    "The invoice has more than one note, and Peppol allows one.": (
        "Fakturan har mer än en notering, och Peppol tillåter bara en."
    ),
    "Put everything into one note under 'Terms and Conditions'.": (
        "Skriv allt i en enda notering under ”Villkor och bestämmelser”."
    ),
    "The invoice has neither a buyer reference nor an order reference.": (
        "Fakturan har varken köparens referens eller ett ordernummer."
    ),
    "Fill in the buyer reference or the customer's order number on the invoice.": (
        "Fyll i köparens referens eller kundens ordernummer på fakturan."
    ),
    "The document doesn't say that it is a Peppol BIS Billing 3.0 invoice.": (
        "Dokumentet anger inte att det är en faktura enligt Peppol BIS Billing 3.0."
    ),
    "The VAT accounting currency is the same as the invoice currency, so it must be left out.": (
        "Momsens redovisningsvaluta är densamma som fakturans valuta och ska då utelämnas."
    ),
    "The business process isn't one that Peppol knows.": (
        "Peppol känner inte till den angivna affärsprocessen."
    ),
    "A field of the invoice is empty in the document.": (
        "Ett av fakturans fält är tomt i dokumentet."
    ),
    "Fill in the field, or clear it completely so that it is left out.": (
        "Fyll i fältet, eller töm det helt så att det utelämnas."
    ),
    "The customer has no electronic address.": "Kunden saknar elektronisk adress.",
    "Enter the Peppol address (scheme and identifier) on the customer's Accounting tab.": (
        "Ange Peppol-adressen (schema och identitet) på kundens flik Fakturering."
    ),
    "Your company, which is the buyer here, has no electronic address.": (
        "Ditt företag, som är köparen här, saknar elektronisk adress."
    ),
    "The vendor, who is the seller here, has no electronic address.": (
        "Leverantören, som är säljaren här, saknar elektronisk adress."
    ),
    "Enter the Peppol address (scheme and identifier) on the vendor's Accounting tab.": (
        "Ange Peppol-adressen (schema och identitet) på leverantörens flik Fakturering."
    ),
    "Your company has no electronic address.": "Ditt företag saknar elektronisk adress.",
    "Enter the Peppol address (scheme and identifier) on your company's contact.": (
        "Ange Peppol-adressen (schema och identitet) på ditt företags kontakt."
    ),
    "An amount is in another currency than the invoice, or the invoice has none.": (
        "Ett belopp är i en annan valuta än fakturan, eller så saknar fakturan valuta."
    ),
    "The document must have exactly one VAT total with a breakdown by rate.": (
        "Dokumentet måste ha exakt en momssumma, specificerad per momssats."
    ),
    "Give every invoice line a tax (0 % is a tax too).": (
        "Ge varje fakturarad en skatt (även 0 % är en skatt)."
    ),
    "The VAT total in accounting currency is missing, or is there without such a currency.": (
        "Momssumman i redovisningsvalutan saknas, eller finns utan att en sådan valuta anges."
    ),
    "A date isn't written as YYYY-MM-DD.": "Ett datum är inte skrivet som ÅÅÅÅ-MM-DD.",
    "Correct the date; time zones and times of day aren't allowed.": (
        "Rätta datumet; tidszon och klockslag är inte tillåtna."
    ),
    "The invoice type isn't allowed in Peppol.": "Fakturatypen är inte tillåten i Peppol.",
    "The credit note type isn't allowed in Peppol.": (
        "Kreditfakturans typ är inte tillåten i Peppol."
    ),
}

_PARTIES = {
    "The scheme of an electronic address isn't in Peppol's list.": (
        "En elektronisk adress har ett schema som inte finns i Peppols lista."
    ),
    "Choose another scheme on the contact: 0007 with the organisation number for Sweden, 0216 "
    "with the OVT code for Finland, or 0088 with a GLN.": (
        "Välj ett annat schema på kontakten: 0007 med organisationsnumret för Sverige, 0216 med "
        "OVT-koden för Finland, eller 0088 med ett GLN."
    ),
    "Correct the Peppol address (scheme and identifier) on the contact.": (
        "Rätta Peppol-adressen (schema och identitet) på kontakten."
    ),
    "Correct the number on the contact: compare it digit by digit with its source.": (
        "Rätta numret på kontakten: jämför siffra för siffra med källan."
    ),
    "Your company's electronic address has no scheme.": (
        "Ditt företags elektroniska adress saknar schema."
    ),
    "The customer's electronic address has no scheme.": (
        "Kundens elektroniska adress saknar schema."
    ),
    "A GLN is wrong: it consists of digits, and the last one is a check digit.": (
        "Ett GLN är fel: det består av siffror, och den sista är en kontrollsiffra."
    ),
    "A GLN is wrong: it has 13 digits, and the last one is a check digit.": (
        "Ett GLN är fel: det har 13 siffror, och den sista är en kontrollsiffra."
    ),
    "A GLN doesn't have 13 digits.": "Ett GLN har inte 13 siffror.",
    "A Norwegian organisation number is wrong: it has 9 digits, and the last one is a check "
    "digit.": (
        "Ett norskt organisationsnummer är fel: det har 9 siffror, och den sista är en "
        "kontrollsiffra."
    ),
    "A Danish CVR number is wrong: it has 8 digits, with or without DK before them.": (
        "Ett danskt CVR-nummer är fel: det har 8 siffror, med eller utan DK framför."
    ),
    "A Belgian enterprise number is wrong: it has 10 digits, and the last two are check digits.": (
        "Ett belgiskt företagsnummer är fel: det har 10 siffror, och de två sista är "
        "kontrollsiffror."
    ),
    "A Swedish organisation number is wrong: it has 10 digits without a hyphen, and the last one "
    "is a check digit.": (
        "Ett svenskt organisationsnummer är fel: det har 10 siffror utan bindestreck, och den "
        "sista är en kontrollsiffra."
    ),
    "The GLN of the delivery place is wrong: it has 13 digits, and the last one is a check "
    "digit.": (
        "Leveransplatsens GLN är fel: det har 13 siffror, och den sista är en kontrollsiffra."
    ),
    "Correct the GLN of the delivery address, or clear it.": (
        "Rätta leveransadressens GLN, eller ta bort det."
    ),
}

_SWEDISH_SELLER = {
    "Your Swedish VAT number doesn't have 14 characters.": (
        "Ditt svenska momsregistreringsnummer har inte 14 tecken."
    ),
    "Your Swedish VAT number has something else than digits after SE.": (
        "Ditt svenska momsregistreringsnummer har annat än siffror efter SE."
    ),
    "Enter your VAT number as SE, the 10 digits of the organisation number, and 01.": (
        "Ange momsregistreringsnumret som SE, organisationsnumrets 10 siffror och 01."
    ),
    "Your organisation number has something else than digits.": (
        "Ditt organisationsnummer innehåller annat än siffror."
    ),
    "Your organisation number doesn't have 10 digits.": (
        "Ditt organisationsnummer har inte 10 siffror."
    ),
    "The check digit of your organisation number is wrong.": (
        "Kontrollsiffran i ditt organisationsnummer är fel."
    ),
    "Correct the organisation number of your company: 10 digits, no century before them.": (
        "Rätta företagets organisationsnummer: 10 siffror, utan sekelsiffror framför."
    ),
    "Beside the VAT number a Swedish seller may only state 'Godkänd för F-skatt'.": (
        "Utöver momsregistreringsnumret får en svensk säljare bara ange ”Godkänd för F-skatt”."
    ),
    "Tick 'F-tax' on your company instead of typing a tax number of your own.": (
        "Markera ”F-skatt” på ditt företag i stället för att skriva ett eget skattenummer."
    ),
    "A Swedish seller charges 25, 12 or 6 % VAT, and this tax has another percentage.": (
        "En svensk säljare tar ut 25, 12 eller 6 % moms, och den här skatten har en annan "
        "procentsats."
    ),
    "Choose another tax, or give this one the VAT category that fits its percentage.": (
        "Välj en annan skatt, eller ge skatten den momskategori som passar procentsatsen."
    ),
    "A Plusgiro number has something else than digits.": (
        "Ett plusgironummer innehåller annat än siffror."
    ),
    "A Bankgiro number has something else than digits.": (
        "Ett bankgironummer innehåller annat än siffror."
    ),
    "A Bankgiro number doesn't have 7 or 8 digits.": (
        "Ett bankgironummer har inte 7 eller 8 siffror."
    ),
    "A Plusgiro number doesn't have 2 to 8 digits.": (
        "Ett plusgironummer har inte 2 till 8 siffror."
    ),
    "Correct the number on your bank account under Accounting / Configuration.": (
        "Rätta numret på ditt bankkonto under Fakturering / Konfiguration."
    ),
    "Bankgiro and Plusgiro are stated with payment means code 30, not with 50 or 56.": (
        "Bankgiro och plusgiro anges med betalningssätt 30, inte 50 eller 56."
    ),
    "Set up the account as Bankgiro or Plusgiro, and the code follows from it.": (
        "Lägg upp kontot som bankgiro eller plusgiro, så följer koden av det."
    ),
    "Between Swedish companies a credit transfer has payment means code 30, not 31.": (
        "Mellan svenska företag har en betalning till konto betalningssätt 30, inte 31."
    ),
    "Choose the payment means 30 (credit transfer) on the invoice.": (
        "Välj betalningssätt 30 (betalning till konto) på fakturan."
    ),
}

_RECIPIENT = {
    "The recipient demands this.": "Mottagaren kräver detta.",
    "Fill it in; ask the customer when you don't know it.": (
        "Fyll i det; fråga kunden om du inte vet."
    ),
    "The recipient accepts this in another form only.": (
        "Mottagaren godtar detta bara i en annan form."
    ),
    "The recipient accepts certain values only.": "Mottagaren godtar bara vissa värden.",
    "The recipient accepts this within limits only.": (
        "Mottagaren godtar detta bara inom vissa gränser."
    ),
    "Correct it on the invoice, or the requirement on the customer if that is out of date.": (
        "Rätta det på fakturan, eller kravet på kunden om det är inaktuellt."
    ),
    "The recipient demands something that can't be checked here.": (
        "Mottagaren kräver något som inte kan kontrolleras här."
    ),
    "Read the requirement on the customer, and look whether the invoice meets it.": (
        "Läs kravet på kunden och se efter om fakturan uppfyller det."
    ),
}

_RULE_PACKS = {
    "This rule of the uploaded file could not be read, so the document is not checked by it; "
    "the other rules are asked.": (
        "Den här regeln i den uppladdade filen gick inte att läsa, så dokumentet kontrolleras inte "
        "av den; de övriga reglerna används."
    ),
    "The rule pack under Pagero / Configuration says why. Upload the publisher's next file "
    "when there is one.": (
        "Regelpaketet under Pagero / Konfiguration visar varför. Ladda upp utgivarens nästa fil "
        "när det finns en."
    ),
    "This uploaded rule could not be evaluated on the document: it takes too long or too much "
    "memory.": (
        "Den här uppladdade regeln kunde inte prövas på dokumentet: det tar för lång tid "
        "eller för mycket minne."
    ),
    "The uploaded rules find more in this document than can be listed.": (
        "De uppladdade reglerna finner mer i dokumentet än vad som kan visas."
    ),
    "The uploaded rules take too long for this document.": (
        "De uppladdade reglerna tar för lång tid för dokumentet."
    ),
    "Ask an administrator to go back to the rules that were in use before.": (
        "Be en administratör återgå till de regler som användes tidigare."
    ),
}

SENTENCES = {
    **_RECIPIENT,
    **_DOCUMENT,
    **_RULE_PACKS,
    **_MUST_HAVES,
    **_PARTIES,
    **_SWEDISH_SELLER,
}
