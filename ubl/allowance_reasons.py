"""Why something is taken off or added: UNCL5189 and UNCL7161 as Peppol BIS 3 takes them, D.16B.

>>> name_of('95', 'en_US'), name_of('FC', 'sv_SE')
('Discount', 'Frakt')
"""

from __future__ import annotations


_ALLOWANCES = """
95   Discount | Rabatt
41   Bonus for works ahead of schedule | Bonus för arbete före tidplan
42   Other bonus | Annan bonus
60   Manufacturer's consumer discount | Tillverkarens konsumentrabatt
62   Due to military status | På grund av militär status
63   Due to work accident | På grund av arbetsolycka
64   Special agreement | Särskilt avtal
65   Production error discount | Rabatt för produktionsfel
66   New outlet discount | Rabatt för nytt försäljningsställe
67   Sample discount | Provrabatt
68   End-of-range discount | Utförsäljningsrabatt
70   Incoterm discount | Incoterm-rabatt
71   Point of sales threshold allowance | Tröskelrabatt för försäljningsställe
88   Material surcharge or deduction | Materialtillägg eller -avdrag
100  Special rebate | Särskild rabatt
102  Fixed long term | Fast, långsiktig
103  Temporary | Tillfällig
104  Standard | Standard
105  Yearly turnover | Årsomsättning
"""

_CHARGES = """
FC   Freight service | Frakt
DL   Delivery | Leverans
IS   Invoicing | Faktureringsavgift
ABK  Miscellaneous | Diverse
SAA  Shipping and handling | Frakt och hantering
PC   Packing | Förpackning
HD   Handling | Hantering
AEL  Small order processing service | Expedition av liten order
FI   Financing | Finansiering
AAT  Rush delivery | Expressleverans
ADR  Other services | Andra tjänster
AA   Advertising | Reklam
AAA  Telecommunication | Telekommunikation
AAC  Technical modification | Teknisk ändring
AAD  Job-order production | Orderproduktion
AAE  Outlays | Utlägg
AAF  Off-premises | Utanför lokalen
AAH  Additional processing | Ytterligare bearbetning
AAI  Attesting | Intygande
AAS  Acceptance | Godkännande
AAV  Special construction | Specialkonstruktion
AAY  Airport facilities | Flygplatstjänster
AAZ  Concession | Koncession
ABA  Compulsory storage | Obligatorisk lagring
ABB  Fuel removal | Borttagning av bränsle
ABC  Into plane | Tankning av flygplan
ABD  Overtime | Övertid
ABF  Tooling | Verktyg
ABL  Additional packaging | Extra förpackning
ABN  Dunnage | Stuvningsmaterial
ABR  Containerisation | Containerisering
ABS  Carton packing | Kartongförpackning
ABT  Hessian wrapped | Säckvävsemballage
ABU  Polyethylene wrap packing | Plastemballage
ACF  Miscellaneous treatment | Diverse behandling
ACG  Enamelling treatment | Emaljering
ACH  Heat treatment | Värmebehandling
ACI  Plating treatment | Plätering
ACJ  Painting | Målning
ACK  Polishing | Polering
ACL  Priming | Grundmålning
ACM  Preservation treatment | Konservering
ACS  Fitting | Montering av tillbehör
ADC  Consolidation | Samlastning
ADE  Bill of lading | Konossement
ADJ  Airbag | Luftkudde
ADK  Transfer | Överföring
ADL  Slipsheet | Mellanläggsark
ADM  Binding | Bindning
ADN  Repair or replacement of broken returnable package | Lagning eller byte av trasigt returemballage
ADO  Efficient logistics | Effektiv logistik
ADP  Merchandising | Butiksexponering
ADQ  Product mix | Produktmix
ADT  Pick-up | Upphämtning
ADW  Chronic illness | Kronisk sjukdom
ADY  New product introduction | Introduktion av ny produkt
ADZ  Direct delivery | Direktleverans
AEA  Diversion | Omdirigering
AEB  Disconnect | Frånkoppling
AEC  Distribution | Distribution
AED  Handling of hazardous cargo | Hantering av farligt gods
AEF  Rents and leases | Hyra och leasing
AEH  Location differential | Lokaliseringstillägg
AEI  Aircraft refueling | Flygplanstankning
AEJ  Fuel shipped into storage | Bränsle till lager
AEK  Cash on delivery | Postförskott
AEM  Clerical or administrative services | Administration
AEN  Guarantee | Garanti
AEO  Collection and recycling | Insamling och återvinning
AEP  Copyright fee collection | Upphovsrättsavgift
AES  Veterinary inspection service | Veterinärbesiktning
AET  Pensioner service | Tjänst för pensionärer
AEU  Medicine free pass holder | Frikort för läkemedel
AEV  Environmental protection service | Miljöskydd
AEW  Environmental clean-up service | Miljösanering
AEX  National cheque processing service outside account area | Checkhantering utanför kontoområdet
AEY  National payment service outside account area | Betaltjänst utanför kontoområdet
AEZ  National payment service within account area | Betaltjänst inom kontoområdet
AJ   Adjustments | Justeringar
AU   Authentication | Autentisering
CA   Cataloguing | Katalogisering
CAB  Cartage | Åkeri
CAD  Certification | Certifiering
CAE  Certificate of conformance | Intyg om överensstämmelse
CAF  Certificate of origin | Ursprungsintyg
CAI  Cutting | Kapning
CAJ  Consular service | Konsulär tjänst
CAK  Customer collection | Hämtning av kunden
CAL  Payroll payment service | Löneutbetalning
CAM  Cash transportation | Värdetransport
CAN  Home banking service | Internetbank
CAO  Bilateral agreement service | Tjänst enligt bilateralt avtal
CAP  Insurance brokerage service | Försäkringsförmedling
CAQ  Cheque generation | Utskrift av check
CAR  Preferential merchandising location | Förmånlig exponeringsplats
CAS  Crane | Kran
CAT  Special colour service | Specialfärg
CAU  Sorting | Sortering
CAV  Battery collection and recycling | Insamling och återvinning av batterier
CAW  Product take back fee | Återtagningsavgift
CAX  Quality control released | Kvalitetskontroll: frisläppt
CAY  Quality control held | Kvalitetskontroll: kvarhållen
CAZ  Quality control embargo | Kvalitetskontroll: spärrad
CD   Car loading | Lastning av vagn
CG   Cleaning | Rengöring
CS   Cigarette stamping | Skattemärkning av cigaretter
CT   Count and recount | Räkning och omräkning
DAB  Layout or design | Layout eller design
DAC  Assortment allowance | Sortimentsersättning
DAD  Driver assigned unloading | Lossning av förare
DAF  Debtor bound | Gäldenärsbunden
DAG  Dealer allowance | Återförsäljarersättning
DAH  Allowance transferable to the consumer | Rabatt som går vidare till konsumenten
DAI  Growth of business | Affärstillväxt
DAJ  Introduction allowance | Introduktionsersättning
DAK  Multi-buy promotion | Flerköpskampanj
DAL  Partnership | Partnerskap
DAM  Return handling | Returhantering
DAN  Minimum order not fulfilled charge | Avgift för order under minimum
DAO  Point of sales threshold allowance | Tröskelersättning för försäljningsställe
DAP  Wholesaling discount | Grossistrabatt
DAQ  Documentary credits transfer commission | Provision för överföring av remburs
EG   Engraving | Gravering
EP   Expediting | Påskyndande
ER   Exchange rate guarantee | Kursgaranti
FAA  Fabrication | Tillverkning
FAB  Freight equalization | Fraktutjämning
FAC  Freight extraordinary handling | Särskild frakthantering
FH   Filling or handling | Fyllning eller hantering
GAA  Grinding | Slipning
HAA  Hose | Slang
HH   Hoisting and hauling | Lyft och bogsering
IAA  Installation | Installation
IAB  Installation and warranty | Installation och garanti
ID   Inside delivery | Inbärning
IF   Inspection | Besiktning
IR   Installation and training | Installation och utbildning
KO   Koshering | Koshering
L1   Carrier count | Transportörens räkning
LA   Labelling | Märkning
LAA  Labour | Arbete
LAB  Repair and return | Reparation och retur
LF   Legalisation | Legalisering
MAE  Mounting | Montering
MI   Mail invoice | Postad faktura
ML   Mail invoice to each location | Postad faktura till varje plats
NAA  Non-returnable containers | Engångsemballage
OA   Outside cable connectors | Yttre kabelkontakter
PA   Invoice with shipment | Faktura med leveransen
PAA  Phosphatizing (steel treatment) | Fosfatering (stålbehandling)
PL   Palletizing | Pallning
PRV  Price variation | Prisändring
RAB  Repacking | Ompackning
RAC  Repair | Reparation
RAD  Returnable container | Returemballage
RAF  Restocking | Återläggning i lager
RE   Re-delivery | Ny leverans
RF   Refurbishing | Renovering
RH   Rail wagon hire | Hyra av järnvägsvagn
RV   Loading | Lastning
SA   Salvaging | Bärgning
SAD  Special packaging | Specialförpackning
SAE  Stamping | Stämpling
SAI  Consignee unload | Lossning av mottagaren
SG   Shrink-wrap | Krympplast
SH   Special handling | Särskild hantering
SM   Special finish | Särskild ytbehandling
SU   Set-up | Uppsättning
TAB  Tank renting | Hyra av tank
TAC  Testing | Provning
TT   Transportation - third party billing | Transport, faktureras tredje part
TV   Transportation by vendor | Transport av säljaren
V1   Drop yard | Uppställningsplats
V2   Drop dock | Lastkaj
WH   Warehousing | Lagerhållning
XAA  Combine all same day shipment | Samlad leverans samma dag
YY   Split pick-up | Delad upphämtning
ZZZ  Mutually defined | Enligt överenskommelse
"""  # noqa: E501  one row of the list is one line


def _read(table: str) -> dict[str, tuple[str, str]]:
    """{code: (English, Swedish)}."""
    rows = (line.split(maxsplit=1) for line in table.strip().splitlines())
    named = ((code, names.split(' | ')) for code, names in rows)
    return {code: (english, swedish) for code, (english, swedish) in named}


ALLOWANCES = _read(_ALLOWANCES)  # UNCL5189
CHARGES = _read(_CHARGES)  # UNCL7161


def name_of(code: str, language: str | None) -> str:
    """What a code of either list means; Swedish, or English for all other languages."""
    english, swedish = {**ALLOWANCES, **CHARGES}[code]
    return swedish if (language or '').startswith('sv') else english
