"""What our XML and CSV files use of Odoo: XML ids, fields of its models, places in its views."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from ..cache import ADDON, ADDON_NAME
from .classes import Field
from .core import MAGIC, Core, find
from .uses import Use, Uses


FOLDERS = ('views', 'data', 'security')
BY_ID = ('ref', 'parent', 'groups', 'inherit_id', 'action', 't-call', 'model')
REFERENCE = re.compile(r"ref\('([^']+)'\)|%\(([^)]+)\)d")


class XmlUses:
    """All uses in the addon's data files; ``models`` are core's and ours together."""

    def __init__(self, core: Core, models: dict):
        self.core, self.models = core, models

    def uses(self) -> Uses:
        """Every use, file by file."""
        for path in sorted(each for folder in FOLDERS for each in (ADDON / folder).glob('*')):
            name = path.relative_to(ADDON)
            if path.suffix == '.csv':
                yield from self._access_rights(path, name)
            elif path.suffix == '.xml':
                for node in etree.parse(path).getroot().iter(etree.Element):
                    yield from self._xml_ids(node, name)
                    if node.tag == 'record' and node.get('model') == 'ir.ui.view':
                        yield from self._view(node, name)

    def _access_rights(self, path: Path, name: Path) -> Uses:
        with path.open() as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                for xml_id in (row['group_id:id'], row['model_id:id']):
                    yield from self._xml_id(xml_id, name, line)

    def _xml_ids(self, node: etree._Element, path: Path) -> Uses:
        for key in BY_ID:
            for xml_id in (node.get(key) or '').replace('!', '').split(','):
                yield from self._xml_id(xml_id.strip(), path, node.sourceline)
        texts = (node.get('eval') or '', node.get('name') or '', node.get('context') or '')
        for first, second in REFERENCE.findall(' '.join(texts)):
            yield from self._xml_id(first or second, path, node.sourceline)

    def _xml_id(self, xml_id: str, path: Path, line: int) -> Uses:
        """XML ids of core, as far as its files write them: ``model_res_partner`` is a model."""
        module, _, name = xml_id.partition('.')
        if module == ADDON_NAME or not self.core.module_of(xml_id):
            return
        if name.startswith('model_'):
            model = name.removeprefix('model_')
            known = {each.replace('.', '_'): each for each in self.core.models}
            yield Use('model', known.get(model, model.replace('_', '.')), '', path, line)
        elif xml_id not in self.core.models:
            yield Use('xml_id', xml_id, '', path, line)

    # === VIEWS === #

    def _view(self, record: etree._Element, path: Path) -> Uses:
        said = {each.get('name'): each for each in record.findall('field')}
        model = (said['model'].text or '') if 'model' in said else ''
        arch = said.get('arch')
        parent = said['inherit_id'].get('ref') if 'inherit_id' in said else ''
        if arch is None:
            return
        if self.core.module_of(parent or ''):
            for spec in specs_of(arch):
                yield Use('anchor', parent, anchor_of(spec), path, spec.sourceline)
        yield from self._fields(arch, model, path)

    def _fields(self, node: etree._Element, model: str, path: Path) -> Uses:
        """Fields and buttons of core in a view; a list inside a field shows its relation."""
        for child in node.iterchildren(etree.Element):
            inner = model
            name = child.get('name') or ''
            found = find(self.models, model, name) if name else None
            if child.tag == 'field' and found and isinstance(found[1], Field):
                inner = found[1].comodel or model
            core = self.core.find(model, name)
            is_named = child.tag == 'field' or child.get('type') == 'object'
            if core and is_named and name not in MAGIC and model in self.core.models:
                yield _named(model, name, core[1], path, child.sourceline)
            yield from self._fields(child, inner, path)


def _named(model: str, name: str, said: Field | str, path: Path, line: int) -> Use:
    if isinstance(said, Field):
        return Use('field', model, name, path, line, ' '.join(filter(None, said)))
    return Use('method', model, name, path, line)


def specs_of(arch: etree._Element) -> Iterator[etree._Element]:
    """What an inheriting view changes: its topmost nodes with a place in the parent."""
    for node in arch.iterchildren(etree.Element):
        if node.tag == 'data':
            yield from specs_of(node)
        elif node.tag == 'xpath' or node.get('position'):
            yield node


def anchor_of(spec: etree._Element) -> str:
    """The place as an XPath, as Odoo reads it."""
    if spec.tag == 'xpath':
        return spec.get('expr')
    named = [
        f"[@{key}='{value}']"
        for key, value in spec.items()
        if key not in ('position', 'version', 'add', 'remove', 'separator')
    ]
    return f'//{spec.tag}{"".join(named[:1] if spec.tag == "field" else named)}'


def has_place(views: Iterable[etree._Element], anchor: str) -> bool:
    """Whether one of the views has the place; Odoo's ``hasclass`` is a word of its ``class``."""
    plain = re.sub(r"hasclass\('([^']+)'\)", r"contains(@class, '\1')", anchor)
    relative = f'.{plain}' if plain.startswith('//') else f'.//{plain.lstrip("/")}'
    return any(view.xpath(relative) for view in views)
