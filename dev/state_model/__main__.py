"""``python -m state_model`` (with ``dev`` on the path): all searches, in figures and traces."""

from .suite import BITTEN, WHOLE


def main() -> int:
    found_some = False
    for run in WHOLE:
        found = run.search()
        print(
            f'{run.words}: {found.states} states, {found.transitions} transitions,'
            f' depth {found.depth}, {found.seconds:.1f} s:'
            f' {"nothing found" if not found.faults else "FOUND"}'
        )
        for fault in found.faults:
            found_some = True
            print(fault)
    for run in BITTEN:
        [name] = run.without
        found = run.search()
        print(f'\nWithout "{name}" ({run.model.safeguards[name]}), {found.states} states:')
        wanted = [fault for fault in found.faults if fault.what.startswith(run.until)]
        print(*(wanted or ['nothing found, which is wrong']), sep='\n')
        found_some |= not wanted
    return int(found_some)


if __name__ == '__main__':
    raise SystemExit(main())
