"""What Odoo's records tell before the document is made, in Swedish."""

from __future__ import annotations


OBJECTIONS = {
    "The account number was refused when this was checked.": (
        "Kontonumret godtogs inte när detta kontrollerades."
    ),
    "Correct the number, or choose another kind of account.": (
        "Rätta numret, eller välj ett annat slags konto."
    ),
    "The line has no tax.": "Raden saknar moms.",
    "Choose a tax; for what is exempt a tax of 0 % and the reason.": (
        "Välj en moms; för det som är momsbefriat en moms på 0 % och en momsbefrielse."
    ),
    "The line has more than one VAT.": "Raden har mer än en moms.",
    "Leave one VAT on the line, and make another line for what has another.": (
        "Lämna en moms på raden, och gör en egen rad av det som har en annan."
    ),
    "The line is exempt from VAT, and yet VAT is charged on it.": (
        "Raden är momsbefriad, och ändå debiteras moms på den."
    ),
    "Choose a tax of 0 % on the line, or take the reason of exemption away.": (
        "Välj en moms på 0 % på raden, eller ta bort momsbefrielsen."
    ),
    "The tax of the line is neither VAT in percent nor a fee, so an e-invoice cannot state it.": (
        "Radens skatt är varken moms i procent eller en avgift, så en e-faktura kan inte ange den."
    ),
    "Choose a tax in percent; make a fee or deposit a tax of a fixed amount.": (
        "Välj en moms i procent; gör en avgift eller pant till en skatt med fast belopp."
    ),
    "The buyer has to account for the VAT (reverse charge), but has no VAT number.": (
        "Köparen ska redovisa momsen (omvänd betalningsskyldighet) men saknar"
        " momsregistreringsnummer."
    ),
    "Enter the VAT number (Tax ID) on the customer, or choose a tax with VAT.": (
        "Ange momsregistreringsnumret på kunden, eller välj en moms som debiteras."
    ),
    "VAT is charged on every line, so the exemption of the invoice is not stated.": (
        "Moms debiteras på alla rader, så fakturans momsbefrielse anges inte."
    ),
    "Choose a tax of 0 % on the exempt lines, or remove the exemption.": (
        "Välj en moms på 0 % på de momsbefriade raderna, eller ta bort momsbefrielsen."
    ),
    "The GTIN has a wrong number of digits or a wrong check digit, so it is left out.": (
        "GTIN har fel antal siffror eller fel kontrollsiffra, så det utelämnas."
    ),
    "Correct the GTIN; it has 8, 12, 13 or 14 digits.": (
        "Rätta GTIN; det har 8, 12, 13 eller 14 siffror."
    ),
    "The e-invoice comes to {document}, but the invoice in Odoo to {invoice}.": (
        "E-fakturan uppgår till {document}, men fakturan i Odoo till {invoice}."
    ),
    "Reset the invoice to draft and confirm it again. If the amounts still differ, contact"
    " your administrator.": (
        "Återställ fakturan till utkast och bekräfta den igen. Om beloppen fortfarande skiljer"
        " sig, kontakta er administratör."
    ),
    "The currency has more than two decimals, which e-invoices do not allow.": (
        "Valutan har fler än två decimaler, vilket e-fakturor inte tillåter."
    ),
    "Invoice in another currency, or send the invoice by e-mail or on paper.": (
        "Fakturera i en annan valuta, eller skicka fakturan med e-post eller på papper."
    ),
    "The unit has no code that other systems understand.": (
        "Enheten har ingen kod som andra system förstår."
    ),
    "Enter the code of the unit (UN/ECE 20) on the unit, or choose another unit.": (
        "Ange enhetens kod (UN/ECE 20) på enheten, eller välj en annan enhet."
    ),
    "The customer number is not confirmed on the connection, so it is left out.": (
        "Kundnumret är inte bekräftat på kopplingen, så det utelämnas."
    ),
    "Look it up in the customer directory in Pagero Online, and tick Confirmed beside it.": (
        "Slå upp det i kundregistret i Pagero Online, och kryssa i Bekräftat bredvid."
    ),
    "The credit note does not say which invoice it credits.": (
        "Kreditfakturan säger inte vilken faktura den krediterar."
    ),
    "Enter the number and the date of that invoice; many recipients want them.": (
        "Ange den fakturans nummer och datum; många mottagare vill ha dem."
    ),
    "The invoice would be paid to an account that does not belong to its seller.": (
        "Fakturan skulle betalas till ett konto som tillhör någon annan än säljaren."
    ),
    "Choose accounts of your own company to pay to, also as the recipient bank.": (
        "Välj konton som tillhör ert eget företag att betala till, även som mottagande bank."
    ),
    "The invoice does not say where to pay.": "Fakturan säger inte vart den ska betalas.",
    "Choose accounts to pay to, or tick “On Every Invoice” on your company's accounts under"
    " Pagero / Configuration / Bank Accounts.": (
        "Välj konton att betala till, eller kryssa i ”På alla fakturor” på företagets konton under"
        " Pagero / Konfiguration / Bankkonton."
    ),
    "The account to pay to is not trusted in Odoo, so no invoice may name it.": (
        "Kontot att betala till är inte betrott i Odoo, så ingen faktura får ange det."
    ),
    "The account is not trusted in Odoo, so the invoice leaves it out.": (
        "Kontot är inte betrott i Odoo, så fakturan utelämnar det."
    ),
    "The account to pay to is not trusted. Your version of Odoo accepts that, newer ones refuse"
    " to post the invoice.": (
        "Kontot att betala till är inte betrott. Er version av Odoo godtar det, nyare vägrar"
        " bokföra fakturan."
    ),
    "Open the account, compare the number with your bank's papers, and switch on “Send Money”."
    " Who may: {people}.": (
        "Öppna kontot, jämför numret med bankens handlingar och slå på ”Skicka pengar”. Det får:"
        " {people}."
    ),
    "The holder of the Bankgiro or Plusgiro account is not named as the company is registered."
    " Banks compare the names.": (
        "Bankgirots eller Plusgirots innehavare heter inte som företaget är registrerat. Bankerna"
        " jämför namnen."
    ),
    "Enter the registered name as the account holder's name on the account.": (
        "Ange det registrerade namnet som kontoinnehavarens namn på kontot."
    ),
    "The file of the document that is answered is missing or cannot be read any more.": (
        "Filen till dokumentet som besvaras saknas eller kan inte längre läsas."
    ),
    "Answer it in Pagero Online, and ask your administrator to look for the file.": (
        "Besvara det i Pagero Online, och be er administratör leta efter filen."
    ),
    "The PDF of the invoice could not be drawn, so it is not inside.": (
        "Fakturans PDF kunde inte skapas, så den följer inte med."
    ),
    "Print the invoice to see what is wrong with it, and ask your administrator.": (
        "Skriv ut fakturan för att se vad som är fel, och fråga er administratör."
    ),
}
