"""network/searching.py and matching.py: many questions at once, none of them in another's way."""

import threading
from time import monotonic

import pytest
from network_server import THIS_MACHINE
from sandbox_driver import COMPANY
from test_network_partner import add

from network import (
    Company,
    DirectoryClient,
    Garbled,
    Hosts,
    HttpTransport,
    NoAnswer,
    Page,
    PartnerApi,
    Query,
    ServerFault,
    Subject,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    match_all,
    search_all,
)


HOLDER = Company(network_id='1', name="Kund", country_code='SE', org_number='5560360793')


def page(*companies):
    return Page(companies, len(companies), len(companies), 10)


def partner_api(sandbox):
    transport = HttpTransport([sandbox.url], 10.0, private_hosts=THIS_MACHINE)
    return PartnerApi(transport, Hosts(sandbox.url, sandbox.url), sandbox.access_token, COMPANY)


def opened(sandbox):
    """One connection per thread, as the contract asks."""
    return lambda: partner_api(sandbox).search


@pytest.fixture
def network(sandbox):
    sandbox.control('settings', {'companies': 0, 'directory_per_second': 0})
    return sandbox


# === SEARCHING === #


def both_sources(sandbox, query):
    transport = HttpTransport([sandbox.url], 10.0, private_hosts=THIS_MACHINE)
    directory = DirectoryClient(transport, f'{sandbox.url}/directory')
    return {
        'network': lambda: partner_api(sandbox).search(query),
        'directory': lambda: directory.search(query),
    }


def test_two_sources_are_one_list_without_doubles(network):
    add(network, 1)
    add(network, 2, peppol=False)

    result = search_all(both_sources(network, Query('name', 'Kund')))

    assert [(each.name, each.sources) for each in result.companies] == [
        ("Kund 1 AB", ('network', 'directory')),
        ("Kund 2 AB", ('network',)),
    ]
    assert {
        name: (each.count, each.total, each.error) for name, each in result.by_source.items()
    } == {'network': (2, 2, None), 'directory': (1, 1, None)}


@pytest.mark.parametrize('lost, kept', [('directory', 'network'), ('network', 'directory')])
@pytest.mark.parametrize(
    'fault, error', [('503', ServerFault), ('html_200', Garbled), ('429', TooManyRequests)]
)
def test_a_failing_source_doesn_t_hide_the_other(network, lost, kept, fault, error):
    add(network, 1)
    network.control('faults', {'fault': fault, 'path': f'^/{lost}/'})

    result = search_all(both_sources(network, Query('name', 'Kund')))

    assert [each.sources for each in result.companies] == [(kept,)]
    assert isinstance(result.by_source[lost].error, error)
    assert result.by_source[kept].error is None


def test_a_slow_source_isn_t_waited_for(network):
    add(network, 1)
    network.control('faults', {'fault': 'slow', 'path': '^/directory/', 'seconds': 3})
    started_at = monotonic()

    result = search_all(both_sources(network, Query('name', 'Kund')), seconds=1.0)

    assert monotonic() - started_at < 2
    assert [each.sources for each in result.companies] == [('network',)]
    assert isinstance(result.by_source['directory'].error, NoAnswer)


def test_a_bug_in_one_source_doesn_t_hide_the_other():
    result = search_all({'network': lambda: 1 / 0, 'directory': lambda: page(HOLDER)})

    assert result.companies == (HOLDER,)
    assert isinstance(result.by_source['network'].error, UnexpectedAnswer)


def test_nobody_is_asked_without_sources():
    assert search_all({}).companies == ()


# === MATCHING === #


def test_partners_are_matched_at_the_rate_of_a_thousand_a_minute(sandbox):
    api = partner_api(sandbox)
    companies = [
        company
        for offset in range(0, 200, 100)
        for company in api.search(Query('name', '*'), 100, offset).items
    ]
    subjects = [
        Subject(
            number,
            company.name,
            company.org_number,
            company.vat_number,
            company.gln,
            country_code=company.country_code,
        )
        for number, company in enumerate(companies)
    ]
    sandbox.control('settings', {'latency_ms': 100})
    started_at = monotonic()

    matches = match_all(subjects, opened(sandbox))

    assert monotonic() - started_at < 12
    assert len(matches) == 200
    for subject, match, company in zip(subjects, matches, companies, strict=True):
        assert match.key == subject.key
        if company.is_active:
            assert (match.verdict, [each.network_id for each in match.companies]) == (
                'sure',
                [company.network_id],
            )
        else:
            assert match.verdict == 'doubtful'


def subject(**values):
    return Subject(**{'key': 1} | values)


def test_a_number_is_sure_and_a_name_is_doubtful(network):
    network_id = add(network, 3)
    subjects = [
        Subject(1, org_number='5560360793'),
        Subject(2, vat_number='SE556036079301'),
        Subject(3, electronic_id='0007:5560360793'),
        Subject(4, "Kund 3 AB"),
        Subject(5, "Kund 3 AB", org_number='2120009986'),
        Subject(6, "Nobody"),
        Subject(7),
    ]

    matches = match_all(subjects, opened(network))

    assert [(each.key, each.verdict) for each in matches] == [
        (1, 'sure'),
        (2, 'none'),
        (3, 'sure'),
        (4, 'doubtful'),
        (5, 'doubtful'),
        (6, 'none'),
        (7, 'none'),
    ]
    assert {each.network_id for match in matches for each in match.companies} == {network_id}


@pytest.mark.parametrize(
    'hits, verdict',
    [
        ([HOLDER], 'sure'),
        ([HOLDER, Company(name="Other", org_number='1')], 'sure'),
        ([HOLDER, Company(network_id='2', org_number='5560360793')], 'doubtful'),
        ([Company(network_id='2', org_number='5560360793', is_active=False)], 'doubtful'),
        ([HOLDER, Company(network_id='2', org_number='5560360793', is_active=False)], 'sure'),
        ([Company(name="Other", org_number='1')], 'none'),
        ([], 'none'),
    ],
)
def test_sure_is_exactly_one_active_holder(hits, verdict):
    (match,) = match_all([subject(org_number='5560360793')], lambda: lambda _query: page(*hits))

    assert match.verdict == verdict


def test_a_number_isn_t_asked_twice():
    asked = []

    def source(query):
        asked.append((query.kind, query.value))
        return page()

    match_all([subject(org_number='5560360793', vat_number='SE556036079301')], lambda: source)
    match_all([subject(org_number='13585628', vat_number='DE136695976')], lambda: source)
    match_all([subject(org_number='2120009986', electronic_id='0007:2120009986')], lambda: source)
    match_all([subject(org_number='12345671', electronic_id='0216:003712345671')], lambda: source)

    assert asked == [
        ('org_number', '5560360793'),
        ('org_number', '13585628'),
        ('vat_number', 'DE136695976'),
        ('org_number', '2120009986'),
        ('electronic_id', '0216:003712345671'),
        ('org_number', '12345671'),
    ]


@pytest.mark.parametrize('fault, error', [('401', Unauthorized), ('429', TooManyRequests)])
def test_what_everybody_would_meet_ends_the_run(network, fault, error):
    network.control('faults', {'fault': fault, 'path': '^/network/', 'skip': 20, 'times': None})
    subjects = [Subject(key, org_number='5560360793') for key in range(60)]

    matches = match_all(subjects, opened(network), workers=4, per_second=500)

    verdicts = [each.verdict for each in matches]
    assert verdicts.count('none') == 20
    assert 1 <= verdicts.count('failed') <= 4
    assert all(isinstance(each.error, error) for each in matches if each.verdict == 'failed')
    assert not any(each.was_begun for each in matches if not each.verdict)
    network.control('faults', method='DELETE')
    still_open = [
        each
        for each, match in zip(subjects, matches, strict=True)
        if not match.was_begun or match.verdict == 'failed'
    ]
    assert {each.verdict for each in match_all(still_open, opened(network))} == {'none'}


def test_one_failure_is_one_partner_s(network):
    network.control('faults', {'fault': '503', 'path': '^/network/', 'skip': 3})
    subjects = [Subject(key, org_number='5560360793') for key in range(10)]

    verdicts = [each.verdict for each in match_all(subjects, opened(network))]

    assert sorted(verdicts) == ['failed', *['none'] * 9]


def test_a_bug_is_a_failure_too():
    (match,) = match_all([subject(name="Kund")], lambda: lambda _query: 1 / 0)

    assert (match.verdict, type(match.error)) == ('failed', UnexpectedAnswer)


def test_nothing_is_begun_after_the_time_is_up(network):
    network.control('settings', {'latency_ms': 50})
    subjects = [Subject(key, "Kund") for key in range(100)]
    source = opened(network)()  # a slow machine may need all of the time for that

    matches = match_all(subjects, lambda: source, workers=1, per_second=1000, seconds=0.3)

    begun = [each.was_begun for each in matches]
    assert 1 <= sum(begun) < 30
    assert begun == sorted(begun, reverse=True)


def test_the_source_s_rate_is_kept():
    moments, lock = [], threading.Lock()

    def source(_query):
        with lock:
            moments.append(monotonic())
        return page()

    match_all([Subject(key, "Kund") for key in range(30)], lambda: source, per_second=100)

    assert max(moments) - min(moments) >= 28 / 100


def test_each_thread_has_a_source_of_its_own():
    threads, meeting = [], threading.Barrier(4)

    def open_source():
        owner = threading.get_ident()
        threads.append(owner)

        def source(_query):
            meeting.wait(10)  # nobody goes on before all four are at work
            assert threading.get_ident() == owner
            return page()

        return source

    matches = match_all([Subject(key, "Kund") for key in range(4)], open_source, workers=4)

    assert {each.verdict for each in matches} == {'none'}
    assert len(threads) == len(set(threads)) == 4


def test_nobody_is_matched():
    assert match_all([], lambda: lambda _query: page()) == []
