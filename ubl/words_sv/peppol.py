"""Peppol's official rules that the own ones leave out, in Swedish, by id."""

from __future__ import annotations


_REPORT = (
    "Felet kommer från programmet, inte från dina uppgifter: rapportera det med fakturanumret."
)
_REASON = "Öppna skatten som används och rätta dess kategorikod eller orsak till undantag."
_CATEGORY_OF_REASON = {
    'P0104': ('VATEX-EU-G', 'G'),
    'P0105': ('VATEX-EU-O', 'O'),
    'P0106': ('VATEX-EU-IC', 'K'),
    'P0107': ('VATEX-EU-AE', 'AE'),
    'P0108': ('VATEX-EU-D', 'E'),
    'P0109': ('VATEX-EU-F', 'E'),
    'P0110': ('VATEX-EU-I', 'E'),
    'P0111': ('VATEX-EU-J', 'E'),
}
_PERIOD = "Rätta radens period eller fakturans faktureringsperiod."

PEPPOL_RULES = {
    'PEPPOL-EN16931-R044': ("En avgift på priset är inte tillåten.", "Ändra radens enhetspris."),
    'PEPPOL-EN16931-R046': (
        "Enhetspriset är inte priset före rabatt minus rabatten.", "Ange radens pris på nytt."),
    'PEPPOL-EN16931-R055': (
        "Momsen har olika tecken i fakturans valuta och i redovisningsvalutan.", _REPORT),
    'PEPPOL-EN16931-R061': (
        "Autogiromedgivandets nummer saknas.",
        "Ange medgivandets nummer, eller välj ett annat betalningssätt.",
    ),
    'PEPPOL-EN16931-R080': ("Fakturan har mer än ett projekt.", "Ange bara ett projekt."),
    'PEPPOL-EN16931-R100': ("En rad har mer än ett fakturerat objekt.", _REPORT),
    'PEPPOL-EN16931-R101': ("En rad hänvisar till ett dokument av fel slag.", _REPORT),
    'PEPPOL-EN16931-R110': ("En rads period börjar utanför faktureringsperioden.", _PERIOD),
    'PEPPOL-EN16931-R111': ("En rads period slutar utanför faktureringsperioden.", _PERIOD),
    'PEPPOL-EN16931-P0112': (
        "Fakturatyperna 326 och 384 får bara användas mellan tyska företag.", _REPORT),
    **{
        f'PEPPOL-EN16931-{number}': (
            f"Orsaken {reason} till undantag kräver momskategori {category}.", _REASON)
        for number, (reason, category) in _CATEGORY_OF_REASON.items()
    },
}

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
