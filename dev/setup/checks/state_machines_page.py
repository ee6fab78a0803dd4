"""`docs/state-machines.md`: the tables as drawings, and what the search of their models has found.

The drawings are compared here. The searches take a while, so that only `dev/check --update` makes
them, when something that they depend on has changed; `tests/pure/test_state_model.py` makes them
too, and compares their figures with the page's.
"""

from collections.abc import Iterator
from pathlib import Path

from state_model import product
from state_model.boundaries import boundaries
from state_model.boundary_cases import ELSEWHERE, KILLED
from state_model.rules import Model
from state_model.search import Fault, Found
from state_model.suite import BITTEN, MODELS, WHOLE, Run

from ..cache import ADDON
from .architecture import machine_drawing, machines
from .sources import sources


PAGE = Path('docs', 'state-machines.md')
MARK = '<!-- models and what they take from the code: {digest} -->'
BOUNDARIES = """## Boundaries: every commit, every request, and a death there

The list is made from the code (`dev/state_model/boundaries.py`). Where something is under way,
`tests/server/test_every_boundary.py` ends a process right before and right after each step, lets
time pass, and compares Odoo with the sandbox: nothing lost, nothing twice, what is shown is true.
"""
INTRODUCTION = """# State machines, and a search through all that can happen to them

Drawn from the code by `dev/check --update`; `dev/check` refuses a page that is old.

`dev/state_model/` models documents out and in, connections with their requests and routing orders,
and the account with its login: two workers between their commits, a person with the buttons that
the forms offer, deaths at every step, a Pagero that takes, loses, stops and answers late. Its input
are the code's own transition tables, sets of states, guards and views, not a copy. A search visits
every state that can be reached with so many misfortunes and buttons pressed, in any order, and
looks for what must never be: something **lost**, **doubled**, **stuck** (no step of the system, and
no button that is offered, leads on) or **untrue**. `python -m state_model` in `dev/` prints all of
it with the traces.

No model knows the matching of customers, rule packs that come into force between two checks, or the
order in which deliveries and errors of other invoices teach a connection what state it is in.
"""


def problems() -> Iterator[str]:
    """The page, when it says something else than the code."""
    page = ADDON / PAGE
    text = page.read_text() if page.exists() else ''
    parts = (MARK.format(digest=product.digest()), boundary_table(), drawings())
    if not all(part in text for part in parts):
        yield f'{PAGE}: the code has moved on; write it anew with dev/check --update'


def update() -> None:
    """Write the page, where it is old; the searches are made where they are."""
    page = ADDON / PAGE
    text = page.read_text() if page.exists() else ''
    searches, found, _rest = text.partition(BOUNDARIES)
    if not found or MARK.format(digest=product.digest()) not in text:
        searches = searched()
    page.write_text(searches + boundary_table() + drawings())


def searched() -> str:
    """The first part of the page; makes all searches."""
    parts = [INTRODUCTION, MARK.format(digest=product.digest()), '\n## What was searched\n']
    parts += [*whole_table(), '\n## What is assumed of the world\n', *assumptions()]
    parts += ['\n## What the search finds where a safeguard is left out\n', *bitten(), '']
    return '\n'.join(parts)


def boundary_table() -> str:
    """Each commit and request of the code, and what a death there comes to."""
    rows = ['| where | steps | under way | what a death there comes to |', '|---|---|---|---|']
    for place, kinds in boundaries().items():
        under_way, comes_to = KILLED.get(place, ('', ELSEWHERE.get(place, '')))
        rows.append(f'| `{place}` | {", ".join(sorted(kinds))} | {under_way} | {comes_to} |')
    return '\n'.join([BOUNDARIES, *rows, '', ''])


def drawings() -> str:
    """Every transition table."""
    parts = ['## The tables\n']
    for name, transitions in machines(sources()).items():
        parts += [f'### {name}\n', machine_drawing(transitions)]
    return '\n'.join(parts)


# === THE SEARCHES === #


def whole_table() -> Iterator[str]:
    yield '| model | buttons | misfortunes | states | transitions | depth | found |'
    yield '|---|---|---|---|---|---|---|'
    for run in WHOLE:
        yield row(run, run.search())


def row(run: Run, found: Found) -> str:
    """One search in figures."""
    figures = (found.states, found.transitions)
    cells = [
        run.words,
        run.options.get('presses', ''),
        run.options.get('troubles', ''),
        *(f'{figure:,}' for figure in figures),
        found.depth,
        '; '.join(fault.what for fault in found.faults) or 'nothing',
    ]
    return f'| {" | ".join(map(str, cells))} |'


def assumptions() -> Iterator[str]:
    """Of each model's own words, what it assumes."""
    for model in MODELS:
        for said in vars(model).get('assumed', ()):
            yield f'* {model.name}: {said}.'


def bitten() -> Iterator[str]:
    for run in BITTEN:
        yield from _trace(run, *run.without)


def _trace(run: Run, name: str) -> Iterator[str]:
    [fault] = found_by(run)
    yield f'**{_title(run.model)}: {name}**: {run.model.safeguards[name]}. Found: {fault.what}.\n'
    yield from (f'{number}. {step}' for number, step in enumerate(fault.trace, 1))
    yield ''


def _title(model: type[Model]) -> str:
    return model.name[:1].upper() + model.name[1:]


def found_by(run: Run) -> list[Fault]:
    """The fault that a search was to find."""
    faults = run.search().faults
    return [fault for fault in faults if fault.what.startswith(run.until)][:1]
