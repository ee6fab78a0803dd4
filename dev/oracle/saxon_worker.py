"""`python -m oracle.saxon_worker RULES…`: what SaxonC finds, document after document.

In: a line with a number of bytes, then the document. Out: a line of JSON, for each rule file
either {"ID FLAG": count} or a sentence why it gave no result. A process of its own, because
SaxonC reserves 32 GiB of addresses and ends the process that can't give them.
"""

import json
import resource
import sys
from collections import Counter
from pathlib import Path

import saxonche
from lxml import etree
from pagero_sandbox.schematron_xslt import stylesheet_of


SVRL = '{http://purl.oclc.org/dsdl/svrl}'
FOUND = ('finding', f'{SVRL}failed-assert', f'{SVRL}successful-report')


def main() -> None:
    """Answer until the input ends."""
    _lift_memory_limit()
    processor = saxonche.PySaxonProcessor(license=False)
    sheets = [_compiled(processor, Path(path)) for path in sys.argv[1:]]
    answers, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps('ready'), file=answers, flush=True)
    for line in sys.stdin.buffer:
        xml = sys.stdin.buffer.read(int(line))
        print(json.dumps(_answer(processor, sheets, xml)), file=answers, flush=True)


def _lift_memory_limit() -> None:
    """Odoo lowers the soft limit of addresses for itself and its children, not the hard one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _compiled(processor, path: Path):
    compiler = processor.new_xslt30_processor()
    if path.suffix == '.sch':
        return compiler.compile_stylesheet(stylesheet_text=stylesheet_of(path))
    return compiler.compile_stylesheet(stylesheet_file=str(path))


def _answer(processor, sheets: list, xml: bytes) -> list[dict[str, int] | str]:
    try:
        document = processor.parse_xml(xml_text=xml.decode('utf-8-sig'))
    except Exception as error:  # noqa: BLE001  a document that isn't read is an answer too
        return [f'not read: {error}'] * len(sheets)
    return [_found(sheet, document) for sheet in sheets]


def _found(sheet, document) -> dict[str, int] | str:
    try:
        report = etree.fromstring(sheet.transform_to_string(xdm_node=document).encode())
    except Exception as error:  # noqa: BLE001  dynamic errors are what is to be compared
        return f'{error}'
    return Counter(f'{each.get("id")} {each.get("flag")}' for each in report.iter(*FOUND))


if __name__ == '__main__':
    main()
