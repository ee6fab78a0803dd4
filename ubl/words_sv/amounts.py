"""Sentences on sums, lines, VAT and payment in Swedish."""

from __future__ import annotations


_SUMS = {
    "Reset the invoice to draft, check the lines and confirm it again; if the message stays, "
    "report it with the invoice number.": (
        "Återställ fakturan till utkast, kontrollera raderna och bokför den igen; rapportera "
        "felet med fakturanumret om det kvarstår."
    ),
    "The sum of the lines isn't the sum of the lines' net amounts.": (
        "Radernas summa är inte summan av radernas nettobelopp."
    ),
    "The sum of discounts isn't the sum of the document's discounts.": (
        "Summan av rabatter är inte summan av dokumentets rabatter."
    ),
    "The sum of charges isn't the sum of the document's charges.": (
        "Summan av avgifter är inte summan av dokumentets avgifter."
    ),
    "The total without VAT isn't the sum of the lines, less discounts, plus charges.": (
        "Totalt exklusive moms är inte radernas summa minus rabatter plus avgifter."
    ),
    "The total VAT isn't the sum of the VAT amounts in the breakdown.": (
        "Den totala momsen är inte summan av momsbeloppen i momsspecifikationen."
    ),
    "The total with VAT isn't the total without VAT plus the VAT.": (
        "Totalt inklusive moms är inte totalt exklusive moms plus momsen."
    ),
    "The amount due isn't the total with VAT, less what is paid, plus rounding.": (
        "Att betala är inte totalt inklusive moms minus redan betalt plus öresavrundning."
    ),
    "There is an amount to pay but neither a due date nor payment terms.": (
        "Det finns ett belopp att betala men varken förfallodatum eller betalningsvillkor."
    ),
    "Choose a due date or payment terms on the invoice.": (
        "Välj förfallodatum eller betalningsvillkor på fakturan."
    ),
}

_LINES = {
    "A discount or charge isn't its percentage of its base amount.": (
        "En rabatt eller avgift är inte sin procentsats av sitt grundbelopp."
    ),
    "A discount or charge has a percentage but no base amount.": (
        "En rabatt eller avgift har en procentsats men inget grundbelopp."
    ),
    "A discount or charge has a base amount but no percentage.": (
        "En rabatt eller avgift har ett grundbelopp men ingen procentsats."
    ),
    "A discount or charge doesn't say which of the two it is.": (
        "Det framgår inte om det är en rabatt eller en avgift."
    ),
    "Enter the discount again, as a percentage or as an amount.": (
        "Ange rabatten på nytt, i procent eller som belopp."
    ),
    "The line's net amount isn't quantity times unit price, less discounts, plus charges.": (
        "Radens nettobelopp är inte antal gånger enhetspris minus rabatter plus avgifter."
    ),
    "Check quantity, unit price and discount of the line, and delete and enter the line again "
    "if they look right.": (
        "Kontrollera radens antal, enhetspris och rabatt; ser de rätta ut, ta bort raden och "
        "lägg in den på nytt."
    ),
    "The quantity that the unit price is for must be above zero.": (
        "Antalet som enhetspriset gäller måste vara större än noll."
    ),
    "Check the unit of measure of the line and of its product.": (
        "Kontrollera måttenheten på raden och på dess produkt."
    ),
    "The unit price is for another unit than the quantity is counted in.": (
        "Enhetspriset gäller en annan enhet än den som antalet räknas i."
    ),
    "Use one unit of measure for the line's quantity and price.": (
        "Använd samma måttenhet för radens antal och pris."
    ),
}

_VAT = {
    "Open the tax that is used and correct its category code or its percentage.": (
        "Öppna skatten som används och rätta dess kategorikod eller procentsats."
    ),
    "Reset the invoice to draft, choose the taxes of the lines again and confirm it; if the "
    "message stays, report it with the invoice number.": (
        "Återställ fakturan till utkast, välj radernas skatter på nytt och bokför den; rapportera "
        "felet med fakturanumret om det kvarstår."
    ),
    "The line has no VAT category.": "Raden saknar momskategori.",
    "Choose a tax for the line; 0 % and exempt are taxes too.": (
        "Välj en skatt för raden; även 0 % och momsfritt är skatter."
    ),
    "The VAT of a rate isn't the taxable amount times the rate.": (
        "Momsen för en momssats är inte momsunderlaget gånger momssatsen."
    ),
    "The document has no VAT breakdown.": "Dokumentet saknar momsspecifikation.",
    "A group of the VAT breakdown has no rate.": "En grupp i momsspecifikationen saknar momssats.",
    "Open the tax that is used and clear its exemption reason.": (
        "Öppna skatten som används och ta bort orsaken till undantag från skatteplikt."
    ),
    "Open the tax that is used and choose a tax exemption reason.": (
        "Öppna skatten som används och välj en orsak till undantag från skatteplikt."
    ),
}

_PAYMENT = {
    "Correct the account number on your bank account, or choose another account on the invoice.": (
        "Rätta kontonumret på ditt bankkonto, eller välj ett annat konto på fakturan."
    ),
    "The account to pay to has no number.": "Kontot att betala till saknar nummer.",
    "The invoice is paid by credit transfer, but says no account to pay to.": (
        "Fakturan betalas till ett konto, men inget konto att betala till anges."
    ),
    "Choose a recipient bank account on the invoice.": "Välj ett mottagande bankkonto på fakturan.",
    "A Bankgiro number is wrong: it has 7 or 8 digits, and the last one is a check digit.": (
        "Ett bankgironummer är fel: det har 7 eller 8 siffror, och den sista är en kontrollsiffra."
    ),
    "A Plusgiro number is wrong: it has 2 to 8 digits, and the last one is a check digit.": (
        "Ett plusgironummer är fel: det har 2 till 8 siffror, och den sista är en kontrollsiffra."
    ),
    "The check digits of an IBAN are wrong.": "Kontrollsiffrorna i ett IBAN är fel.",
    "An account is written like a Bankgiro or Plusgiro number, but isn't marked as one.": (
        "Ett konto är skrivet som ett bankgiro- eller plusgironummer men är inte märkt som det."
    ),
    "Set the kind of your bank account to Bankgiro or Plusgiro.": (
        "Ange bankkontots kontotyp som Bankgiro eller Plusgiro."
    ),
    "The invoice isn't in SEK, and a Bankgiro takes payments in SEK only.": (
        "Fakturan är inte i SEK, och ett bankgiro tar bara emot betalningar i SEK."
    ),
    "Choose an account with IBAN and BIC on the invoice.": (
        "Välj ett konto med IBAN och BIC på fakturan."
    ),
    "The payment reference looks like an OCR number, but its check digit is wrong.": (
        "Betalningsreferensen ser ut som ett OCR-nummer, men kontrollsiffran är fel."
    ),
    "Let Odoo make the reference (journal, tab Advanced: communication standard), or correct it.": (
        "Låt Odoo skapa referensen (journalens flik Avancerade inställningar: "
        "Kommunikationsstandard), eller rätta den."
    ),
}

AMOUNTS = {**_SUMS, **_LINES, **_VAT, **_PAYMENT}
