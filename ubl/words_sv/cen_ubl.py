"""The rules on how UBL carries EN 16931 (UBL-SR, UBL-DT, UBL-CR), in Swedish."""

from __future__ import annotations


_REPORT = (
    "Felet kommer från programmet, inte från dina uppgifter: rapportera det med fakturanumret."
)

UBL_RULES = {
    'UBL-DT-01': ("Ett belopp har fler än två decimaler.", _REPORT),
    'UBL-DT-06': ("En bilaga saknar filtyp.", "Ta bort bilagan och lägg till den på nytt."),
    'UBL-DT-07': ("En bilaga saknar filnamn.", "Ta bort bilagan och lägg till den på nytt."),
    'UBL-SR-07': (
        "En krediterad faktura saknar fakturanummer.",
        "Skapa kreditfakturan från fakturan som den gäller.",
    ),
    'UBL-SR-43': ("Ett fakturerat objekt har ett schema men är av fel slag.", _REPORT),
    'UBL-SR-44': (
        "Fakturan har olika betalningsreferenser.",
        "Ange en enda betalningsreferens på fakturan.",
    ),
    'UBL-SR-47': (
        "Fakturan har olika betalningssätt.",
        "Välj konton av samma slag att betala till på fakturan.",
    ),
    'UBL-SR-48': (
        "En fakturarad har ingen eller mer än en momskategori.",
        "Välj exakt en skatt för raden.",
    ),
    'UBL-SR-53': (
        "Ett skatteregistreringsnummer saknas där ett skatteschema anges.",
        "Ange momsregistreringsnumret på kontakten.",
    ),
}

UBL_FAMILIES = {
    'UBL-SR-': ("En uppgift förekommer fler gånger än tillåtet.", _REPORT),
    'UBL-DT-': ("En uppgift har ett attribut som inte hör hemma i en e-faktura.", _REPORT),
    'UBL-CR-': ("En uppgift hör inte hemma i en e-faktura enligt EN 16931.", _REPORT),
}
