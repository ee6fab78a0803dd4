"""The part of the grammar below the operators: paths, steps, node tests, names and types."""

from __future__ import annotations

from collections.abc import Mapping

from . import syntax
from .errors import NotUnderstood
from .lexer import Token, tokens_of
from .syntax import Expression


AXES = frozenset(
    (
        'child descendant attribute self descendant-or-self following-sibling following parent '
        'ancestor preceding-sibling preceding ancestor-or-self'
    ).split()
)
KINDS = {
    'node',
    'text',
    'comment',
    'element',
    'attribute',
    'processing-instruction',
    'document-node',
    'item',
}
ANYWHERE = syntax.Step('descendant-or-self', 'node()')
FUNCTIONS = 'http://www.w3.org/2005/xpath-functions'


class StepParser:
    """Moves over the tokens; the class built on it supplies ``expression`` and ``primary``."""

    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self._tokens = tokens_of(text)
        self._index = 0
        self._namespaces = namespaces
        self.token: Token = self._tokens[0]

    @property
    def following(self) -> Token:
        """The token after the present one."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    def next(self) -> Token:
        """Take the present token."""
        taken = self.token
        if taken.kind == 'end':
            raise self.unexpected()
        self._index += 1
        self.token = self._tokens[self._index]
        return taken

    def take(self, text: str) -> bool:
        """Take the present token if it reads so."""
        if self.token.text == text and self.token.kind != 'string':
            self.next()
            return True
        return False

    def expect(self, text: str) -> None:
        """Take the token that must stand here."""
        if not self.take(text):
            raise self.unexpected(text)

    def unexpected(self, wanted: str = '') -> NotUnderstood:
        """An error that names the place."""
        found, position = self.token.text[:30] or 'the end', self.token.position
        if wanted:
            return NotUnderstood('expected', text=found, position=position, wanted=wanted)
        return NotUnderstood('unexpected', text=found, position=position)

    def expression(self) -> Expression:
        """Anything; see Parser."""
        raise NotImplementedError

    def primary(self) -> Expression:
        """What isn't a step; see Parser."""
        raise NotImplementedError

    def path(self) -> Expression:
        """``/a//b/c``."""
        steps: list[Expression] = []
        if self.take('/'):
            steps.append(syntax.Root())
            if not self._step_begins():
                return steps[0]
        elif self.take('//'):
            steps += [syntax.Root(), ANYWHERE]
        steps.append(self._step())
        while self.token.text in ('/', '//') and self.token.kind == 'symbol':
            if self.next().text == '//':
                steps.append(ANYWHERE)
            steps.append(self._step())
        return steps[0] if len(steps) == 1 else syntax.Path(tuple(steps))

    def _step_begins(self) -> bool:
        return self.token.kind in (
            'name',
            'string',
            'integer',
            'decimal',
            'double',
        ) or self.token.text in ('*', '@', '.', '..', '(', '$')

    def _step(self) -> Expression:
        if self._is_primary():
            base = self.primary()
            predicates = self._predicates()
            return syntax.Filter(base, predicates) if predicates else base
        if self.take('..'):
            return syntax.Step('parent', 'node()', self._predicates())
        axis = self._axis()
        return syntax.Step(axis, self._node_test(axis), self._predicates())

    def _is_primary(self) -> bool:
        token, following = self.token, self.following.text
        if token.kind == 'name':
            return following == '(' and token.text not in KINDS
        return token.kind != 'symbol' or token.text in ('$', '(', '.')

    def _axis(self) -> str:
        if self.take('@'):
            return 'attribute'
        if self.following.text == '::':
            axis = self.next().text
            self.next()
            if axis not in AXES:
                raise NotUnderstood('unknown-axis', name=axis)
            return axis
        in_brackets = self.token.text == 'attribute' and self.following.text == '('
        return 'attribute' if in_brackets else 'child'

    def _node_test(self, axis: str) -> str:
        if self.token.kind == 'name' and self.following.text == '(':
            return self._kind_test()
        if self.take('*'):
            return '*'
        if self.token.kind != 'name':
            raise self.unexpected("a name")
        return self.clark(self.next().text)

    def _kind_test(self) -> str:
        kind = self.next().text
        if kind not in KINDS:
            raise NotUnderstood('unknown-kind', name=kind)
        self.expect('(')
        name = '' if self.token.text == ')' else self.next().text
        self.expect(')')
        if name and name != '*' and kind in ('element', 'attribute'):
            return self.clark(name)
        return '*' if kind in ('element', 'attribute') else f'{kind}()'

    def _predicates(self) -> tuple[Expression, ...]:
        predicates = []
        while self.take('['):
            predicates.append(self.expression())
            self.expect(']')
        return tuple(predicates)

    def clark(self, name: str) -> str:
        """'cbc:ID' → '{urn:…}ID'; a name without a prefix has no namespace."""
        prefix, colon, local = name.rpartition(':')
        if not colon:
            return local
        return f'{{*}}{local}' if prefix == '*' else f'{{{self._uri(prefix)}}}{local}'

    def function_name(self, name: str) -> str:
        """Plain for the standard functions, 'xs:…' for casts, '{uri}name' for a pack's own."""
        if name.startswith('xs:') or ':' not in name:
            return name
        prefix, _colon, local = name.partition(':')
        uri = FUNCTIONS if prefix == 'fn' else self._uri(prefix)
        return local if uri == FUNCTIONS else f'{{{uri}}}{local}'

    def _uri(self, prefix: str) -> str:
        if prefix not in self._namespaces:
            raise NotUnderstood('unknown-prefix', name=prefix)
        return self._namespaces[prefix]

    def sequence_type(self) -> str:
        """'xs:decimal?', 'element()*', 'empty-sequence()'."""
        written = self.next().text
        if self.take('('):
            written += '()'
            while not self.take(')'):
                self.next()
        if self.token.text in ('?', '*', '+') and self.token.kind == 'symbol':
            written += self.next().text
        return written
