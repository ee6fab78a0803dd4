"""Words from which names of Nordic companies and places are put together; no real company's name.

Where two words happen to make a real municipality, NOT_A_MUNICIPALITY keeps them from it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What one country's names, streets and post codes are made of."""

    beginnings: str
    endings: str
    trades: str
    patterns: tuple[str, ...]  # {place}, {of_place} (its genitive), {trade}
    municipality: str
    streets: str
    post_code_digits: int

    def places(self) -> tuple[str, ...]:
        return tuple(
            beginning + ending
            for beginning in self.beginnings.split()
            for ending in self.endings.split()
            # Not 'Björkkulla' twice in a row, nor a place of the demo.
            if beginning[-1] != ending[0] and beginning + ending not in TAKEN
        )


TAKEN = {'Björkdal', 'Sundvik'}
NOT_A_MUNICIPALITY = frozenset(
    (
        'Eksjö Storfors Nybro Tranås Västervik Västerås Sandnes Askvoll Nyborg Sønderborg '
        'Haapajärvi Mäntyharju Kivijärvi'
    ).split()
)

WORDS = {
    'SE': Words(
        "Gran Björk Ek Löv Sten Berg Sund Norr Söder Väster Öster Lind Ask Hassel Rönn Furu Tall"
        " Kvarn Älg Tran Svan Sand Kors Kungs Frös Åker Ängs Hed Lill Stor Ny Hög Lång Vit Röd",
        "vik dal holm sjö fors torp by bo näs ås berga hult ryd mark lunda strand hamn bro kulla"
        " vall stad tuna",
        "Bygg Måleri Transport Åkeri El Rör Plåt Trävaror Livs Bageri Kontor Data Konsult"
        " Redovisning Fastigheter Energi Städ Maskin Skog Fisk Mejeri Tryckeri Möbler Kemi Stål"
        " Hotell Restaurang Bil Däck Optik Tandvård Omsorg Teknik Handel Invest Förvaltning Media"
        " Logistik Plast Verkstad",
        (
            "{of_place} {trade} AB",
            "{place} {trade} AB",
            "AB {of_place} {trade}",
            "{trade} i {place} AB",
        ),
        "{of_place} kommun",
        "Storgatan Hamngatan Kyrkogatan Industrivägen Skolgatan Järnvägsgatan Verkstadsgatan"
        " Torggatan Ringvägen Stationsvägen",
        5,
    ),
    'NO': Words(
        "Fjell Gran Bjørk Stein Nord Sør Vest Øst Sand Lang Stor Elv Skog Furu Berg Sol Ask Lyng"
        " Myr",
        "vik dal nes fjord heim stad sund voll ås haug eid vatn lund strand",
        "Bygg Rør Elektro Transport Regnskap Fisk Maskin Eiendom Kontor Data Bakeri Trelast Hotell"
        " Energi Verksted Handel Sjømat Konsult Helse Bil",
        ("{place} {trade} AS", "{trade} {place} AS", "{place} {trade} ASA"),
        "{place} kommune",
        "Storgata Havnegata Industriveien Kirkeveien Skoleveien",
        4,
    ),
    'DK': Words(
        "Skov Nør Sønder Vester Øster Lille Eng Birke Bøge Ege Lyng Strand Mose Bakke Ny Grøn"
        " Kirke Møl",
        "by rup strup borg lev holm bæk ager sted høj dal vig balle lund",
        "Byg VVS El Transport Revision Fisk Maskiner Ejendomme Kontor Data Bageri Tømmer Hotel"
        " Energi Handel Mejeri Rådgivning Auto Møbler Gartneri",
        ("{place} {trade} A/S", "{place} {trade} ApS", "{trade} {place} ApS"),
        "{place} Kommune",
        "Hovedgaden Havnegade Industrivej Kirkevej Skolevej",
        4,
    ),
    'FI': Words(
        "Koivu Kuusi Mänty Leppä Kivi Joki Ranta Uusi Suo Niitty Metsä Kallio Lehto Haapa Pihlaja"
        " Karhu",
        "ranta lahti niemi mäki koski saari järvi kylä pelto vaara harju kangas salmi",
        "Rakennus Sähkö Putki Kuljetus Tilitoimisto Kala Kone Kiinteistöt Toimisto Data Leipomo"
        " Puutavara Hotelli Energia Kauppa Meijeri Konsultointi Auto Huonekalu Konepaja",
        ("{of_place} {trade} Oy", "{place} {trade} Oy", "{of_place} {trade} Oyj"),
        "{of_place} kaupunki",
        "Kauppakatu Satamakatu Teollisuustie Kirkkotie Koulutie",
        5,
    ),
}


def genitive(country: str, place: str) -> str:
    """Granvik → Granviks, Tranås → Tranås, Nybro → Nybro; Kivilahti → Kivilahtin."""
    if country == 'FI':
        return place + 'n'
    return place if country != 'SE' or place[-1] in 'aeiouyåäös' else place + 's'
