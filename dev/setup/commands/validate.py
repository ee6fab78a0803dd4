"""`dev/validate`: check invoices outside Odoo, by the rules that the addon asks inside.

With --compare: ask SaxonC as well about all invoices of a folder, and say what differs.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..pure import import_without_odoo


import_without_odoo()

from ubl import official, xsd
from ubl.billing.reader import read
from ubl.check import Layer, Pack, check, in_force
from ubl.finding import Finding
from ubl.official import SchematronPack, cen_pack, pack_of_file
from ubl.parse import NotReadable, TooLarge, parse, refuse_size
from ubl.peppol_rules import PEPPOL_PACKS
from ubl.schematron import NotAPack


# Each counted finding has a place, and finding the places of many siblings takes long.
MOST = 5000
MOST_LETTERS = 300  # of a term that is printed: files are long
UBL = '{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}'
EPILOG = "Exit code 0: nothing fatal; 1: something fatal; 2: a file can't be read."


@dataclass(frozen=True)
class Answer:
    """What one file gets; ``xsd_valid`` is None where the schema wasn't asked."""

    file: str
    xsd_valid: bool | None
    findings: list[dict]
    is_readable: bool = True
    releases: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The one of the command if this were the only file."""
        if not self.is_readable:
            return 2
        return int(any(finding['severity'] == 'fatal' for finding in self.findings))


class Validator:
    """Packs that are read once for all files; ``on`` fixes the date, else the invoice's counts."""

    def __init__(self, names: list[str], with_xsd: bool, on: date | None) -> None:
        self._packs = [pack for name in names for pack in packs_of(name)]
        self._with_xsd = with_xsd
        self._on = on

    def answer(self, file: str) -> Answer:
        """Everything about one file."""
        try:
            refuse_size(Path(file).stat().st_size)
            xml = Path(file).read_bytes()
            root = parse(xml)
        except (OSError, NotReadable) as error:
            text = error.strerror if isinstance(error, OSError) else str(error)
            rule = 'PAGERO-SIZE' if isinstance(error, TooLarge) else 'PAGERO-PARSE'
            return Answer(file, None, [_summed(rule, 'fatal', 1, '/', text or '')], False)
        wrong = xsd.validate(root, MOST) if self._with_xsd else []
        day = self._on or _issued(root)
        packs = in_force(self._packs, day)
        found = wrong or check(xml, on=day, layers=[Layer('rules', packs)])
        is_valid = None if not self._with_xsd else not wrong
        asked = () if wrong else tuple(map(_release, packs))
        return Answer(file, is_valid, list(_grouped(found)), releases=asked)

    @property
    def unread(self) -> list[str]:
        """A sentence for each rule of a file that couldn't be read."""
        return [
            f"{_release(pack)}: the rule {each.assertion.id} could not be read: {each.reason}"
            for pack in self._packs
            if isinstance(pack, SchematronPack)
            for each in pack.engine.problems
        ]


def packs_of(name: str) -> list[Pack]:
    """The packs behind a name or a rule file; counts end at MOST. Raises NotAPack, OSError."""
    if name == 'cen':
        return [replace(cen_pack(), most=MOST)]
    if name == 'peppol-own':
        return [replace(pack, most=MOST) for pack in PEPPOL_PACKS]
    path = Path(name)
    if not path.is_file():
        raise FileNotFoundError(f"'{name}' is neither 'cen' nor 'peppol-own' nor a rule file.")
    official.refuse_size(path.stat().st_size)
    # Of packs of one name only one is in force, and the official files are named alike.
    pack = replace(pack_of_file(path), most=MOST, name=str(path.resolve()))
    pack.engine  # noqa: B018  reads the file: a broken one is to be refused before any invoice
    return [pack]


def main() -> None:
    """One line or paragraph for each file."""
    arguments = _arguments()
    if arguments.compare:
        sys.exit(_compare(arguments.compare, arguments.pack or []))
    try:
        packs = arguments.pack or ['cen', 'peppol-own']
        validator = Validator(packs, not arguments.no_xsd, arguments.date)
    except (NotAPack, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    for sentence in validator.unread:
        print(sentence, file=sys.stderr)
    written, code = _as_json if arguments.json else _as_text, 0
    if arguments.print:
        written = _as_model
    with suppress(BrokenPipeError):  # the reader of the pipe may have read enough
        for file in arguments.files:
            answer = validator.answer(file)
            code = max(code, answer.exit_code)
            print(written(answer), flush=True)
    sys.exit(code)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='dev/validate', description=__doc__, epilog=EPILOG)
    parser.add_argument('files', nargs='*', metavar='FILE')
    _add_compare(parser)
    parser.add_argument('--no-xsd', action='store_true', help="don't ask the UBL schema first")
    parser.add_argument(
        '--pack',
        action='append',
        metavar='NAME_OR_FILE',
        help="'cen', 'peppol-own' or a Schematron file (.sch, compiled .xslt); may be repeated; "
        "default: cen and peppol-own",
    )
    parser.add_argument(
        '--date',
        type=date.fromisoformat,
        metavar='YYYY-MM-DD',
        help="ask the rules in force on that day; default: the invoice's date",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument('--json', action='store_true', help="one JSON object a line")
    form.add_argument(
        '--print', action='store_true', help="the invoice's terms, too, as EN 16931 names them"
    )
    arguments = parser.parse_args()
    if bool(arguments.files) is bool(arguments.compare):
        parser.error("name files, or a folder with --compare")
    return arguments


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        '--compare',
        type=Path,
        metavar='FOLDER',
        help="all invoices below the folder, through our check and SaxonC, rule by rule; --pack "
        "names the publishers' files, and exit code 1 says that something differs",
    )


def _compare(folder: Path, files: list[str]) -> int:
    """The oracle, which is loaded for this only."""
    from oracle.folder import main as compare

    try:
        if not folder.is_dir():
            raise NotADirectoryError(f"'{folder}' is no folder.")
        return compare(folder, [Path(file) for file in files])
    except (NotAPack, OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2


def _release(pack: Pack) -> str:
    """'peppol-own 3.0.22', or the path of a file with what it says of itself."""
    return f'{pack.name} {pack.version}'.strip()


def _issued(root) -> date:
    """The invoice's date, or today where it has none."""
    try:
        return date.fromisoformat((root.findtext(f'{UBL}IssueDate') or '')[:10])
    except ValueError:
        return date.today()


def _grouped(findings: Iterable[Finding]) -> Iterator[dict]:
    """Findings of one rule and severity as one, with the first one's place and words."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.severity), []).append(finding)
    for (rule, severity), group in groups.items():
        yield _summed(rule, severity, len(group), group[0].location, group[0].text)


def _summed(rule: str, severity: str, count: int, location: str, text: str) -> dict:
    return {'rule': rule, 'severity': severity, 'count': count, 'location': location, 'text': text}


def _as_json(answer: Answer) -> str:
    values = {
        'file': answer.file,
        'xsd_valid': answer.xsd_valid,
        'releases': answer.releases,
        'findings': answer.findings,
    }
    return json.dumps(values, ensure_ascii=False)


def _as_text(answer: Answer) -> str:
    asked = f' by {", ".join(answer.releases)}' if answer.releases else ''
    lines = [f'{answer.file}: {_verdict(answer)}{asked}']
    for each in answer.findings:
        times = f' ({each["count"]} times)' if each['count'] > 1 else ''
        lines.append(f'  {each["severity"]} {each["rule"]}{times} {each["location"]}')
        lines.append(f'      {each["text"]}')
    return '\n'.join(lines)


def _as_model(answer: Answer) -> str:
    """The findings, and below them what the document says, without its many empty terms."""
    if not answer.is_readable:
        return _as_text(answer)
    reading = read(Path(answer.file).read_bytes())
    lines = [_as_text(answer), *_told('', reading.invoice)]
    lines += [
        f'  not in the model: {each.location}: {each.text[:MOST_LETTERS]}' for each in reading.rest
    ]
    return '\n'.join(lines)


def _told(name: str, value: object) -> Iterator[str]:
    """'lines.0.net = 200.00' for each term that has a value."""
    if is_dataclass(value):
        below = [(each.name, getattr(value, each.name)) for each in fields(value)]
    elif isinstance(value, tuple):
        below = list(enumerate(value, 1))
    elif value in ('', None):
        return
    else:
        written = f'{value:f}' if isinstance(value, Decimal) else str(value)
        yield f'  {name} = {written[:MOST_LETTERS]}'
        return
    for inner, each in below:
        yield from _told(f'{name}.{inner}' if name else str(inner), each)


def _verdict(answer: Answer) -> str:
    if not answer.is_readable:
        return "can't be read"
    if not answer.findings:
        return "nothing found"
    return "has errors" if answer.exit_code else "has warnings"


if __name__ == '__main__':
    main()
