"""The VAT rules of EN 16931 that the own rules leave out, in Swedish."""

from __future__ import annotations


CATEGORIES = {
    'BR-S': "normal momssats",
    'BR-Z': "nollsats",
    'BR-E': "undantaget från moms",
    'BR-AE': "omvänd betalningsskyldighet",
    'BR-IC': "unionsintern leverans",
    'BR-G': "export utanför EU",
    'BR-O': "omfattas inte av moms",
}
_WHERE = {'02': "en rad", '03': "en rabatt", '04': "en avgift"}
_SELLER = "Ange företagets momsregistreringsnummer på dess kontakt."
_BOTH = "Ange momsregistreringsnumret på både företagets och kundens kontakt."
_NEITHER = "Välj en annan skatt, eller ta bort momsregistreringsnumren från dokumentet."
_ONE_CATEGORY = (
    "Fakturera det som inte omfattas av moms för sig: välj samma skatt på alla rader eller dela "
    "upp fakturan."
)


def _numbers(prefix: str, where: str) -> tuple[str, str]:
    """What BR-…-02, 03 and 04 demand of the parties' VAT numbers."""
    used = f"Momskategorin för {where} är ”{CATEGORIES[prefix]}”"
    if prefix == 'BR-O':
        return f"{used}, och då får inga momsregistreringsnummer anges.", _NEITHER
    if prefix in ('BR-AE', 'BR-IC'):
        return (f"{used}, och då krävs både säljarens och köparens momsregistreringsnummer.", _BOTH)
    return f"{used}, och då krävs säljarens momsregistreringsnummer.", _SELLER


VAT_RULES = {
    **{
        f'{prefix}-{number}': _numbers(prefix, where)
        for prefix in CATEGORIES
        for number, where in _WHERE.items()
    },
    'BR-IC-11': (
        "En unionsintern leverans ska ha leveransdatum eller faktureringsperiod.",
        "Ange leveransdatumet på fakturan.",
    ),
    'BR-IC-12': (
        "En unionsintern leverans ska ange vilket land varorna levereras till.",
        "Ange landet på leveransadressen.",
    ),
    'BR-O-11': (
        "Dokumentet blandar sådant som inte omfattas av moms med andra momskategorier.",
        _ONE_CATEGORY,
    ),
    'BR-O-12': (
        "En rad har en annan momskategori än resten, som inte omfattas av moms.",
        _ONE_CATEGORY,
    ),
    'BR-O-13': (
        "En rabatt har en annan momskategori än resten, som inte omfattas av moms.",
        _ONE_CATEGORY,
    ),
    'BR-O-14': (
        "En avgift har en annan momskategori än resten, som inte omfattas av moms.",
        _ONE_CATEGORY,
    ),
}
