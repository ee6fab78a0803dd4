"""A pack's own functions: ``xsl:function`` with param, variable, sequence, choose, if."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from .source import NotAPack
from .xpath import Compiler, NotUnderstood, Run, Scope, Shared
from .xpath.atomic import Untyped
from .xpath.compiler import FIRST_SLOT, Code, Frame, Items
from .xpath.sequence_types import converted


XSL = '{http://www.w3.org/1999/XSL/Transform}'


class UserFunction:
    """Called with the run and the arguments, each a sequence; ``arity`` is their number."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._parameters = element.findall(f'{XSL}param')
        self.arity = len(self._parameters)
        self._types = [parameter.get('as') for parameter in self._parameters]
        self._result = element.get('as')
        self._scope = Scope()
        self._body: Code | None = None

    @property
    def name(self) -> str:
        """'{uri}name', as calls refer to it."""
        prefix, colon, local = (self.element.get('name') or '').rpartition(':')
        uri = self.element.nsmap.get(prefix)
        if not colon or uri is None:
            raise NotAPack('lacks-name', number=self.element.sourceline)
        return f'{{{uri}}}{local}'

    def compile(self, shared: Shared) -> None:
        """Compile the body, when the names of all functions are known. Raises NotUnderstood."""
        compiler = Compiler(shared)
        for parameter in self._parameters:
            slot = compiler.scope.new_slot()
            compiler.scope.slots[parameter.get('name') or ''] = slot
        self._scope = compiler.scope
        self._body = _Body(compiler).code(self.element)

    def forget_element(self) -> None:
        """Let go of what would keep the whole rule file in memory."""
        del self.element

    def __call__(self, run: Run, arguments: list[Items]) -> Items:
        """The value for these arguments; raises XPathError where a type doesn't fit."""
        frame = self._scope.frame(run)
        typed = zip(arguments, self._types, strict=True)
        for slot, (value, wanted) in enumerate(typed, FIRST_SLOT):
            frame[slot] = converted(value, wanted) if wanted else value
        result = self._body(None, frame)  # type: ignore[misc]
        return converted(result, self._result) if self._result else result


class _Body:
    """The instructions of one function."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler

    def code(self, element: etree._Element) -> Code:
        """Instructions one after the other; variables are seen by those behind them."""
        parts = []
        if element.text and element.text.strip():
            parts.append(_constant(element.text))
        for child in element:
            if not isinstance(child.tag, str) or child.tag == f'{XSL}param':
                continue
            if child.tag == f'{XSL}variable':
                parts.append(self._variable(child))
            else:
                parts.append(self.compiler.measured(self._instruction(child)))
        if len(parts) == 1:
            return parts[0]
        return lambda item, frame: [value for part in parts for value in part(item, frame)]

    def _variable(self, element: etree._Element) -> Code:
        value, wanted = self.compiler.measured(self._value(element)), element.get('as')
        slot = self.compiler.scope.new_slot()
        self.compiler.scope.slots[element.get('name') or ''] = slot

        def assign(item: Any, frame: Frame) -> Items:
            found = value(item, frame)
            frame[slot] = converted(found, wanted) if wanted else found
            return ()

        return assign

    def _value(self, element: etree._Element) -> Code:
        """``select``, or what stands inside; a text inside is a document of untyped value."""
        select = element.get('select')
        if select is None:
            return self.code(element)
        return self.compiler.items(self.compiler.shared.parse(select, _namespaces(element)))

    def _instruction(self, element: etree._Element) -> Code:
        if element.tag == f'{XSL}sequence':
            return self._value(element)
        if element.tag == f'{XSL}text':
            return _constant(element.text or '')
        if element.tag == f'{XSL}choose':
            return self._choice(list(element.iterchildren(f'{XSL}when', f'{XSL}otherwise')))
        if element.tag == f'{XSL}if':
            return self._choice([element])
        raise NotUnderstood('not-in-a-function', name=etree.QName(element).localname)

    def _choice(self, branches: Sequence[etree._Element]) -> Code:
        codes = []
        for branch in branches:
            written = branch.get('test') or 'true()'
            test = self.compiler.shared.parse(written, _namespaces(branch))
            codes.append((self.compiler.truth(test), self.code(branch)))

        def chosen(item: Any, frame: Frame) -> Items:
            for test, code in codes:
                if test(item, frame):
                    return code(item, frame)
            return ()

        return chosen


def _constant(text: str) -> Code:
    value = (Untyped(text),)
    return lambda item, frame: value


def _namespaces(element: etree._Element) -> dict[str, str]:
    return {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
