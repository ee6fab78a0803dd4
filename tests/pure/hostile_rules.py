"""Rule files that want to hang a worker, to eat its memory, or to read what is none of their
business; each breaks on ``DOCUMENT`` unless something stops it.
"""

from schematron_helpers import SCHEMA


XSL = 'http://www.w3.org/1999/XSL/Transform'


def asserting(test, before=''):
    test = test.replace('&', '&amp;').replace('<', '&lt;').replace('"', '&quot;')
    return SCHEMA.format(
        f'{before}<pattern><rule context="/x:a"><assert id="A" test="{test}">No.</assert>'
        '<assert id="B" test="false()">Still asked.</assert></rule></pattern>'
    ).encode()


def function(body, parameters='n'):
    given = ''.join(f'<xsl:param name="{name}"/>' for name in parameters)
    return f'<xsl:function xmlns:xsl="{XSL}" name="u:f">{given}{body}</xsl:function>'


def doubling(first, twice):
    """Variables of which each is twice the one before."""
    lets = [f'<let name="v0" value="{first}"/>']
    lets += [
        f'<let name="v{n}" value="{twice.replace("$v", f"$v{n - 1}")}"/>' for n in range(1, 60)
    ]
    return ''.join(lets)


def repeated(expression):
    """Different each time, so that no answer is remembered."""
    return ' or '.join(expression.replace('#', str(number)) for number in range(1, 200))


def sequence(select):
    return f'<xsl:sequence select="{select}"/>'


NESTED = 'for $a in 1 to 60000 return for $b in 1 to 60000 return for $c in 1 to 60000 return'
FAR_AWAY = '2000000000 to 2000900000'
NUMBERS = '<let name="w" value="reverse(1 to 900000)"/>'
LONG = "string-join(for $i in 1 to 9000 return 'aaaaaaaaaa', '')"

# Stopped while they run: rule A becomes a finding, rule B is asked all the same.
ENDLESS = {
    'nested loops': asserting(f'exists({NESTED} $a)'),
    'nested loops of nothing': asserting(f'exists({NESTED} ())'),
    'quantifiers': asserting(
        'every $a in 1 to 90000 satisfies every $b in 1 to 90000 satisfies $a + $b > 0'
    ),
    'predicates': asserting('exists((1 to 90000)[(1 to 90000)[. = 0]])'),
    'predicates with positions': asserting(
        'exists(for $i in 1 to 90000 return (1 to 90000)[. + last() = $i])'
    ),
    'a comparison of everything': asserting(
        'reverse(1 to 900000) = (for $i in 1 to 900000 return -$i)'
    ),
    'walks through the document': asserting(
        'exists(for $i in 1 to 900000 return //node()/preceding::node()/following::node()/zzz)'
    ),
    'a huge range': asserting('sum(1 to 1000000000) = 0'),
    'a huge range turned round': asserting('reverse(1 to 1000000000) = 0'),
    'a huge loop': asserting('exists(for $i in 1 to 1000000000 return $i)'),
    'recursion in two ways': asserting(
        'u:f(80) = 0', function(sequence('if ($n &lt; 1) then 1 else u:f($n - 1) + u:f($n - 1)'))
    ),
    'recursion without end': asserting('u:f(1) = 0', function(sequence('u:f($n + 1)'))),
    'a text that doubles': asserting('$v59', doubling("'ab'", 'concat($v, $v)')),
    'a text that is joined': asserting('$v59', doubling("'ab'", "string-join(($v, $v), $v)")),
    'a text that is replaced': asserting('$v59', doubling("'aa'", "replace($v, 'a', $v)")),
    'a list that doubles': asserting('$v59 = 0', doubling('(1, 2)', '($v, $v)')),
    'a list that is inserted': asserting(
        '$v59 = 0', doubling('(1, 2)', 'insert-before($v, 1, $v)')
    ),
    'a list of a function': asserting(
        '$v59 = 0', doubling('(1, 2)', 'u:f($v)') + function(sequence('$n') * 2)
    ),
    'a number that doubles': asserting('$v59 = 0', doubling('9999999', '$v * $v')),
    'a decimal that doubles': asserting('floor($v59) = 0', doubling('9999999.5', '$v * $v')),
    'many large variables': asserting(
        ' and '.join(f'count($w{n}) = 0' for n in range(90)).replace('= 0 and', '> 0 and'),
        ''.join(f'<let name="w{n}" value="reverse(1 to 900000)"/>' for n in range(90)),
    ),
    'many arguments': asserting(
        f'concat({", ".join(["$w"] * 3000)})', ''.join([f'<let name="w" value="{LONG}"/>'])
    ),
    'nested repetition': asserting(f"matches({LONG}, '^(a+)+$z')"),
    'nested repetition replaced': asserting(f"replace({LONG}, '(a+)+b', '')"),
    'nested repetition between': asserting(f"count(tokenize({LONG}, '(a|aa)+$z')) = 0"),
    'ways through a pattern': asserting(f"matches({LONG}, '^(([a-z])+.)+[A-Z]([a-z])+$')"),
    'an endless context': SCHEMA.format(
        f'<pattern><rule context="x:b[exists({NESTED} $a)]"><assert id="A" test="true()"/></rule>'
        '</pattern><pattern><rule context="/x:a"><assert id="B" test="false()"/></rule></pattern>',
    ).encode(),
    'an endless variable': asserting('$v = 0', f'<let name="v" value="count({NESTED} $a)"/>'),
    'a comparison with a long list': asserting(f'//x:b/@n = ({FAR_AWAY})'),
    'arguments of a function': asserting(
        repeated('u:f($w, #)'), NUMBERS + function('', ['n" as="xs:integer*', 'm'])
    ),
    'long sums in a quantifier': asserting(
        f'every $a in 1 to 900000 satisfies ({"+".join(["$a"] * 200)}) castable as xs:integer'
    ),
    'long sums in a predicate': asserting(
        f'exists((1 to 900000)[not(({"+".join(["."] * 200)}) castable as xs:integer)])'
    ),
    'a castable question': asserting(f'({NESTED} $a) castable as xs:integer'),
}


def _many(count, text):
    return SCHEMA.format(''.join(text.replace('#', str(number)) for number in range(count)))


RULE = '<pattern><rule context="x:n#"><assert id="A#" test="true()"/></rule></pattern>'
NAMES = f"({'|'.join(f'x:a{number}' for number in range(31))})"
STEPS = '/'.join(['(x:a|x:b)'] * 40)

# Refused when they are uploaded, with a sentence that has these words in it.
REFUSED = {
    'no XML': (b'no rules', 'well-formed'),
    'nothing': (b'', 'empty'),
    'a web page': (b'<!doctype html><html></html>', 'web page'),
    'an invoice': (b'<Invoice/>', 'neither'),
    'entities': (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document type definition'),
    'a file': (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 'definition'),
    'too many bytes': (b'<a>' + b' ' * (5 << 20) + b'</a>', '5 MiB'),
    'fifty megabytes': (b'<a>' + b' ' * (50 << 20) + b'</a>', '5 MiB'),
    'a hundred thousand rules': (_many(40_000, RULE).encode(), '5000 rules'),
    'deep elements': (b'<a>' * 10_000 + b'</a>' * 10_000, 'well-formed'),
    'an include': (SCHEMA.format('<include href="file:///etc/passwd"/>').encode(), 'another file'),
    'an XInclude': (
        SCHEMA.format('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="x"/>').encode(),
        'another',
    ),
    'an import': (
        f'<x:stylesheet xmlns:x="{XSL}"><x:import href="x"/></x:stylesheet>'.encode(),
        'another file',
    ),
    'an XSLT include': (
        f'<x:stylesheet xmlns:x="{XSL}"><x:include href="x"/></x:stylesheet>'.encode(),
        'another file',
    ),
    'many wild contexts': (_many(1200, RULE + RULE.replace('x:n#', '*')).encode(), 'too'),
    'a pattern in a pattern': (
        SCHEMA.format('<pattern>' * 240 + RULE + '</pattern>' * 240).encode(),
        'wrong place',
    ),
    'a rule in a rule': (
        SCHEMA.format('<pattern><rule context="*"><rule context="*"/></rule></pattern>').encode(),
        'wrong place',
    ),
    'a rule without a pattern': (SCHEMA.format('<rule context="*"/>').encode(), 'wrong place'),
    'an assertion of a pattern': (
        SCHEMA.format('<pattern><assert id="A" test="1"/></pattern>').encode(),
        'wrong place',
    ),
    'many variables': (_many(5001, '<let name="v#" value="1"/>').encode(), '5000 rules'),
    'many long expressions': (
        _many(60, RULE.replace('true()', f"'{'a' * 60_000}'")).encode(),
        'characters',
    ),
    'five thousand large rules': (
        _many(
            4999, RULE.replace('true()', ' or '.join(f"x:a{n} = '{n}'" for n in range(40)))
        ).encode(),
        'characters',
    ),
    'a long name': (asserting('1').replace(b'"A"', b'"' + b'A' * 5000 + b'"'), 'rule id'),
}

# Read, but not asked: the rule is a problem that is shown.
PROBLEMS = {
    'XSLT that writes': asserting('u:f(1)', function('<xsl:result-document href="x"/>')),
    'an unknown function in a variable': asserting(
        '$v', "<let name='v' value=\"unparsed-text('/etc/passwd')\"/>"
    ),
    'doc': asserting("doc('/etc/passwd')"),
    'document': asserting("document('http://127.0.0.1:9/')"),
    'unparsed-text': asserting("unparsed-text('/etc/passwd')"),
    'collection': asserting("collection('file:///')"),
    'environment': asserting("environment-variable('HOME')"),
    'an extension': asserting("u:exec('true')"),
    'parentheses': asserting('(' * 30_000 + '1' + ')' * 30_000),
    'conditions': asserting('if (1) then ' * 300 + '1' + ' else 0' * 300),
    'a chain': asserting('+'.join(['1'] * 20_000)),
    'a long list': asserting(','.join(['1'] * 480_000)),
    'a long number': asserting('9' * 100_000),
    'predicates in predicates': asserting('x:b[' * 500 + '1' + ']' * 500),
    'a path context of many ways': SCHEMA.format(
        f'<pattern><rule context="{STEPS}"><assert id="A" test="1"/></rule></pattern>'
    ).encode(),
}
# Compiled, but not at the cost of a worker's memory.
GREEDY = {
    'many forbidden paths': _many(100, RULE.replace('true()', f'not({NAMES}/{NAMES})')).encode(),
    'many dots': _many(5, RULE.replace('true()', ','.join(['.'] * 30_000))).encode(),
}
FINE = {'a forbidden path of many ways': asserting(f'not({STEPS})')}
