"""Tokens → syntax tree, by the grammar of XPath 2.0 (https://www.w3.org/TR/xpath20/#id-grammar).

Of XPath 3.1 those things are known that rule writers use: ``let``, ``||``, ``!`` and ``=>``.

>>> parse('cbc:ID = 1', {'cbc': 'urn:x'})
Comparison(operator='=', left=Step(axis='child', test='{urn:x}ID', predicates=()), \
right=Literal(value=1, kind='integer'))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from . import syntax
from .errors import NotUnderstood
from .lexer import unquoted
from .parser_steps import StepParser
from .syntax import Expression


GENERAL = {'=', '!=', '<', '<=', '>', '>='}
OTHERS = {'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'is', '<<', '>>'}
# Deep enough for every rule, and shallow enough for Python's stack.
DEEPEST = 50
# The official rules need an eighth of it.
LONGEST = 64 * 1024
NOTHING: Mapping[str, str] = {}
NUMBERS: dict[str, Callable[[str], object]] = {'integer': int, 'decimal': Decimal, 'double': float}


def parse(
    text: str,
    namespaces: Mapping[str, str],
    renamed: Mapping[str, str] = NOTHING,
) -> Expression:
    """The tree of one expression; raises NotUnderstood with the place in the text.

    ``renamed`` gives other names to variables, so that equal names of two patterns differ.
    """
    if len(text) > LONGEST:
        raise NotUnderstood('too-long', count=len(text), most=LONGEST)
    parser = Parser(text, namespaces)
    parser.renamed = renamed
    try:
        tree = parser.expression()
    except RecursionError as error:
        raise NotUnderstood('too-deep') from error
    if parser.token.kind != 'end':
        raise parser.unexpected()
    return tree


class Parser(StepParser):
    """One method per level of precedence, loosest first."""

    renamed: Mapping[str, str] = NOTHING
    depth = 0

    def expression(self) -> Expression:
        """``a, b``."""
        items = [self.single()]
        while self.take(','):
            items.append(self.single())
        return items[0] if len(items) == 1 else syntax.Sequence(tuple(items))

    def single(self) -> Expression:
        """An expression without a comma at its top."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood('too-deep')
        tree = self._single()
        self.depth -= 1
        return tree

    def _single(self) -> Expression:
        following = self.following.text
        if self.token.text == 'if' and following == '(':
            return self._condition()
        if self.token.text in ('for', 'some', 'every') and following == '$':
            return self._loop(self.next().text)
        if self.token.text == 'let' and following == '$':
            return self._let()
        return self._either()

    def _condition(self) -> Expression:
        self.next()
        self.expect('(')
        test = self.expression()
        self.expect(')')
        self.expect('then')
        then = self.single()
        self.expect('else')
        return syntax.Condition(test, then, self.single())

    def _loop(self, word: str) -> Expression:
        bindings = [self._binding()]
        while self.take(','):
            bindings.append(self._binding())
        self.expect('return' if word == 'for' else 'satisfies')
        body = self.single()
        for name, source in reversed(bindings):
            body = (
                syntax.For(name, source, body)
                if word == 'for'
                else syntax.Quantified(word, name, source, body)
            )
        return body

    def _let(self) -> Expression:
        self.next()
        bindings = [self._binding(':=')]
        while self.take(','):
            bindings.append(self._binding(':='))
        self.expect('return')
        body = self.single()
        for name, value in reversed(bindings):
            body = syntax.Let(name, value, body)
        return body

    def _binding(self, word: str = 'in') -> tuple[str, Expression]:
        self.expect('$')
        name = self.next().text
        self.expect(word)
        return name, self.single()

    def _either(self) -> Expression:
        operands = [self._both()]
        while self.take('or'):
            operands.append(self._both())
        return operands[0] if len(operands) == 1 else syntax.Either(tuple(operands))

    def _both(self) -> Expression:
        operands = [self._comparison()]
        while self.take('and'):
            operands.append(self._comparison())
        return operands[0] if len(operands) == 1 else syntax.Both(tuple(operands))

    def _comparison(self) -> Expression:
        left = self._joined()
        if self.token.text in GENERAL or self.token.text in OTHERS:
            operator = self.next().text
            return syntax.Comparison(operator, left, self._joined())
        return left

    def _joined(self) -> Expression:
        """``a || b``."""
        return self._chain({'||'}, self._range, _concatenation)

    def _range(self) -> Expression:
        left = self._sum()
        return syntax.Operation('to', left, self._sum()) if self.take('to') else left

    def _sum(self) -> Expression:
        return self._chain({'+', '-'}, self._product, syntax.Operation)

    def _product(self) -> Expression:
        return self._chain({'*', 'div', 'idiv', 'mod'}, self._union, syntax.Operation)

    def _union(self) -> Expression:
        return self._chain({'|', 'union'}, self._intersection, _union)

    def _intersection(self) -> Expression:
        return self._chain({'intersect', 'except'}, self._typed, syntax.Combination)

    def _chain(
        self,
        operators: set[str],
        tighter: Callable[[], Expression],
        make: Callable[[str, Expression, Expression], Expression],
    ) -> Expression:
        """Left-associative operators of one level."""
        left = tighter()
        while self.token.text in operators and self.token.kind != 'string':
            operator = self.next().text
            left = make(operator, left, tighter())
        return left

    def _typed(self) -> Expression:
        """``instance of``, ``treat as``, ``castable as``, ``cast as``."""
        operand = self._arrow()
        while (pair := f'{self.token.text} {self.following.text}') in (
            'instance of',
            'treat as',
            'castable as',
            'cast as',
        ):
            self.next()
            self.next()
            if pair in ('instance of', 'treat as'):
                operand = syntax.InstanceOf(operand, self.sequence_type(), pair == 'treat as')
            else:
                name = self.next().text
                operand = syntax.Cast(operand, name, self.take('?'), pair == 'castable as')
        return operand

    def _arrow(self) -> Expression:
        """``a => f(b)``, which is ``f(a, b)``."""
        operand = self._unary()
        while self.take('=>'):
            call = self._call(self.next().text)
            operand = syntax.Call(call.name, (operand, *call.arguments))
        return operand

    def _unary(self) -> Expression:
        minus = False
        while self.token.text in ('-', '+') and self.token.kind == 'symbol':
            minus ^= self.next().text == '-'
        operand = self._chain({'!'}, self.path, _each)
        return syntax.Negation(operand) if minus else operand

    def primary(self) -> Expression:
        """A literal, variable, parenthesis, dot or function call."""
        token = self.next()
        if token.kind == 'string':
            return syntax.Literal(unquoted(token.text), 'string')
        if token.kind in NUMBERS:
            return syntax.Literal(NUMBERS[token.kind](token.text), token.kind)
        if token.text == '$':
            name = self.next().text
            return syntax.Variable(self.renamed.get(name, name))
        if token.text == '(':
            return self._parenthesis()
        return syntax.ContextItem() if token.text == '.' else self._call(token.text)

    def _parenthesis(self) -> Expression:
        if self.take(')'):
            return syntax.Sequence(())
        inner = self.expression()
        self.expect(')')
        return inner

    def _call(self, name: str) -> syntax.Call:
        self.expect('(')
        arguments = []
        while not self.take(')'):
            arguments.append(self.single())
            if self.token.text != ')':
                self.expect(',')
        return syntax.Call(self.function_name(name), tuple(arguments))


def _union(_operator: str, left: Expression, right: Expression) -> Expression:
    return syntax.Combination('union', left, right)


def _concatenation(_operator: str, left: Expression, right: Expression) -> Expression:
    return syntax.Call('concat', (left, right))


def _each(_operator: str, items: Expression, body: Expression) -> Expression:
    return syntax.Each(items, body)
