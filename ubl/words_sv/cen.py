"""Rules of EN 16931 in Swedish, by id: what official texts say in English, said to a sender.

Only for rules that the own ones don't cover; their words follow the sentences in ``sentences``.
"""

from __future__ import annotations

from .cen_vat import VAT_RULES


_REPORT = (
    "Felet kommer från programmet, inte från dina uppgifter: rapportera det med fakturanumret."
)
_SUMS = (
    "Återställ fakturan till utkast, kontrollera raderna och bokför den igen; rapportera felet med "
    "fakturanumret om det kvarstår."
)
_COMPANY = "Fyll i uppgiften på ditt företags kontakt."
_CUSTOMER = "Fyll i uppgiften på kundens kontakt."
_PERIOD = "Rätta periodens start- och slutdatum."
_REASON = "Ange en orsak till rabatten eller avgiften."
_TAX = "Öppna skatten som används och rätta dess kategorikod eller procentsats."
_ATTACHMENT = "Ta bort bilagan och lägg till den på nytt."

_DOCUMENT = {
    'BR-01': ("Dokumentet anger inte vilken specifikation det följer.", _REPORT),
    'BR-02': ("Dokumentet saknar fakturanummer.", "Bokför fakturan så att den får ett nummer."),
    'BR-03': ("Dokumentet saknar fakturadatum.", "Ange fakturadatumet."),
    'BR-04': ("Dokumentet saknar fakturatyp.", _REPORT),
    'BR-05': ("Dokumentet saknar valuta.", "Välj valuta på fakturan."),
    'BR-12': ("Radernas summa saknas.", _SUMS),
    'BR-13': ("Totalt exklusive moms saknas.", _SUMS),
    'BR-14': ("Totalt inklusive moms saknas.", _SUMS),
    'BR-15': ("Beloppet att betala saknas.", _SUMS),
    'BR-16': ("Dokumentet har ingen fakturarad.", "Lägg till minst en fakturarad."),
    'BR-29': ("Faktureringsperioden slutar innan den börjar.", _PERIOD),
    'BR-53': ("Momsen i redovisningsvalutan saknas.", _REPORT),
    'BR-55': (
        "En krediterad faktura saknar fakturanummer.",
        "Skapa kreditfakturan från fakturan som den gäller.",
    ),
    'BR-CO-03': ("Momsdatum anges både som datum och som kod.", _REPORT),
    'BR-CO-19': ("Faktureringsperioden har varken start- eller slutdatum.", _PERIOD),
}

_PARTIES = {
    'BR-06': ("Säljarens namn saknas.", _COMPANY),
    'BR-07': ("Köparens namn saknas.", _CUSTOMER),
    'BR-08': ("Säljarens adress saknas.", _COMPANY),
    'BR-09': ("Säljarens land saknas.", _COMPANY),
    'BR-10': ("Köparens adress saknas.", _CUSTOMER),
    'BR-11': ("Köparens land saknas.", _CUSTOMER),
    'BR-17': ("Betalningsmottagarens namn saknas.", _REPORT),
    'BR-18': ("Skatterepresentantens namn saknas.", "Fyll i namnet på skatterepresentanten."),
    'BR-19': ("Skatterepresentantens adress saknas.", "Fyll i skatterepresentantens adress."),
    'BR-20': ("Skatterepresentantens land saknas.", "Fyll i skatterepresentantens land."),
    'BR-56': (
        "Skatterepresentantens momsregistreringsnummer saknas.",
        "Fyll i numret på skatterepresentanten.",
    ),
    'BR-57': ("Leveransadressen saknar land.", "Ange landet på leveransadressen."),
    'BR-CO-09': (
        "Ett momsregistreringsnummer börjar inte med en landskod.",
        "Skriv landskoden först, till exempel SE för Sverige.",
    ),
    'BR-CO-26': (
        "Säljaren saknar organisationsnummer, momsregistreringsnummer och annan identitet.",
        "Ange organisationsnumret på ditt företags kontakt.",
    ),
}

_LINES = {
    'BR-21': ("En fakturarad saknar radnummer.", _REPORT),
    'BR-22': ("En fakturarad saknar antal.", "Ange radens antal."),
    'BR-23': ("En fakturarads antal saknar enhet.", "Välj en måttenhet på raden."),
    'BR-24': ("En fakturarad saknar nettobelopp.", _SUMS),
    'BR-25': ("En fakturarad saknar artikelnamn.", "Välj en produkt eller skriv en beskrivning."),
    'BR-26': ("En fakturarad saknar enhetspris.", "Ange radens enhetspris."),
    'BR-27': (
        "Ett enhetspris är negativt.",
        "Ange ett positivt pris och gör antalet negativt i stället.",
    ),
    'BR-28': (
        "Ett enhetspris före rabatt är negativt.",
        "Ange ett positivt pris och gör antalet negativt i stället.",
    ),
    'BR-30': ("En rads period slutar innan den börjar.", _PERIOD),
    'BR-54': ("En artikelegenskap saknar namn eller värde.", "Fyll i både namn och värde."),
    'BR-64': ("Artikelns streckkod saknar schema.", _REPORT),
    'BR-65': ("Artikelns klassificering saknar schema.", _REPORT),
    'BR-CO-20': ("En rads period har varken start- eller slutdatum.", _PERIOD),
}

_CHANGES = {
    'BR-31': ("En rabatt på dokumentet saknar belopp.", "Ange rabattens belopp."),
    'BR-32': ("En rabatt på dokumentet saknar momskategori.", "Välj en skatt för rabatten."),
    'BR-33': ("En rabatt på dokumentet saknar orsak.", _REASON),
    'BR-36': ("En avgift på dokumentet saknar belopp.", "Ange avgiftens belopp."),
    'BR-37': ("En avgift på dokumentet saknar momskategori.", "Välj en skatt för avgiften."),
    'BR-38': ("En avgift på dokumentet saknar orsak.", _REASON),
    'BR-41': ("En rabatt på en rad saknar belopp.", "Ange rabattens belopp."),
    'BR-42': ("En rabatt på en rad saknar orsak.", _REASON),
    'BR-43': ("En avgift på en rad saknar belopp.", "Ange avgiftens belopp."),
    'BR-44': ("En avgift på en rad saknar orsak.", _REASON),
    'BR-CO-05': ("Rabattens orsak och orsakskod säger olika saker.", _REASON),
    'BR-CO-06': ("Avgiftens orsak och orsakskod säger olika saker.", _REASON),
    'BR-CO-07': ("Radrabattens orsak och orsakskod säger olika saker.", _REASON),
    'BR-CO-08': ("Radavgiftens orsak och orsakskod säger olika saker.", _REASON),
    'BR-CO-21': ("En rabatt på dokumentet saknar både orsak och orsakskod.", _REASON),
    'BR-CO-22': ("En avgift på dokumentet saknar både orsak och orsakskod.", _REASON),
    'BR-CO-23': ("En rabatt på en rad saknar både orsak och orsakskod.", _REASON),
    'BR-CO-24': ("En avgift på en rad saknar både orsak och orsakskod.", _REASON),
}

_REST = {
    'BR-45': ("En grupp i momsspecifikationen saknar momsunderlag.", _SUMS),
    'BR-46': ("En grupp i momsspecifikationen saknar momsbelopp.", _SUMS),
    'BR-47': ("En grupp i momsspecifikationen saknar momskategori.", _TAX),
    'BR-49': ("Betalningssättet saknas.", "Välj betalningssätt på fakturan."),
    'BR-51': (
        "Ett kortnummer står i sin helhet i dokumentet.",
        "Ange högst de sex första och de fyra sista siffrorna.",
    ),
    'BR-52': ("En bilaga saknar namn.", _ATTACHMENT),
}

# Families of rules that only differ in the amount or the code that they look at.
CEN_FAMILIES = {
    'BR-DEC-': ("Ett belopp har fler än två decimaler.", _SUMS),
    'BR-CL-': (
        "En kod finns inte i den kodlista som gäller.",
        "Välj ett annat värde där koden kommer från, till exempel måttenhet, land eller skatt.",
    ),
}

CEN_RULES = {**_DOCUMENT, **_PARTIES, **_LINES, **_CHANGES, **_REST, **VAT_RULES}
