"""Many customers matched in the background: killed on the way, resumed, connected in one click."""

import pytest
from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies
from setup import scenario
from setup.processes import wait_until


RUN, LINE = 'pagero.match.run', 'pagero.match.line'
MATCH = 'ir_cron_pagero_match'


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    place = NetworkPlace(environment, 'match', tmp_path_factory.mktemp('match'), base)
    place.open().begin()
    yield place
    place.close()


def test_a_killed_run_goes_on_and_connects_what_is_sure(place):
    partners = make_customers(place)
    place.sandbox.post('settings', {'latency_ms': 500})
    run = place.admin.call('res.partner', 'action_search_pagero_network', partners)['res_id']
    some = "SELECT count(*) FROM pagero_match_line WHERE state != 'waiting'"
    wait_until(lambda: place.odoo.query(some)[0][0], 60, 'the first chunk is stored')

    place.odoo.kill()
    [(before,)] = place.odoo.query(some)
    place.sandbox.post('settings', {'latency_ms': 0})
    place.odoo.start()
    place.run(MATCH)

    assert 0 < before < len(partners)
    state = place.admin.read(RUN, run, 'state', 'sure_count', 'doubtful_count', 'none_count')
    assert state['state'] == 'review'
    assert (state['doubtful_count'], state['none_count']) == (1, 1)
    assert state['sure_count'] == len(partners) - 2
    wait_for_a_network_in_trouble(place, run)
    connect_the_sure_ones(place, run)
    choose_the_doubtful_one(place, run)
    assert place.odoo.complaints() == []


def make_customers(place):
    """Real companies of the network by number, one by name only, one that nobody knows."""
    found = {}
    for query in ('*kommun', '*Bygg AB', '*Rör AB', '*Hotell AB', '*Måleri AB'):
        for hit in scenario.search_network(place.admin, query):
            if hit['is_active'] and hit['acceptance'] != 'unknown':
                found[hit['numbers'].split(' · ')[0]] = hit['name']
    values = [{'name': name, 'company_registry': number} for number, name in found.items()]
    values.append({'name': companies.SAME_NAME[0]['name']})
    values.append({'name': "Hittas Inte AB", 'company_registry': '556777-1018'})
    return place.admin.call(
        'res.partner', 'create', [{**each, 'is_company': True} for each in values]
    )


def wait_for_a_network_in_trouble(place, run):
    """It pauses and says why; nobody is turned down by that, and *Stop* strands nobody."""
    connect_after_the_sum_up(place, run)
    for fault in ('429', '503'):
        place.fault(fault, path='^/network/v1/connections', times=None)
        place.run(MATCH)
        place.sandbox.delete('faults')
        told = place.admin.read(RUN, run, 'state', 'trouble')
        assert told['state'] == 'connecting'
        assert told['trouble']
        assert lines_in(place, run, 'refused') == 0
    place.admin.call(RUN, 'action_stop', [run])
    assert lines_in(place, run, 'connecting') == 0
    assert lines_in(place, run, 'sure') > 0
    place.admin.call(RUN, 'action_continue', [run])
    run_to_the_end(place, run)


def run_to_the_end(place, run):
    """A scheduled action has its time; on a slow machine it takes several turns."""
    for _turn in range(20):
        place.run(MATCH)
        if place.admin.read(RUN, run, 'state')['state'] == 'review':
            return
    raise AssertionError("it never came to its end")


def connect_after_the_sum_up(place, run):
    """The dialog tells how many are connected, asked, or need a routing order."""
    action = place.admin.call(RUN, 'action_connect_sure', [run])
    assert action['res_model'] == 'pagero.match.connect'
    values = {'run_id': run, 'message': "Hello all"}
    dialog = place.admin.create('pagero.match.connect', values)
    place.admin.call('pagero.match.connect', 'action_confirm', [dialog])


def lines_in(place, run, state):
    domain = [('run_id', '=', run), ('state', '=', state)]
    return place.admin.call(LINE, 'search_count', domain)


def connect_the_sure_ones(place, run):
    """One click; those who ask questions or take no invoices at once are left to a person."""
    connect_after_the_sum_up(place, run)
    run_to_the_end(place, run)
    assert not place.admin.read(RUN, run, 'trouble')['trouble']
    lines = place.admin.search_read(
        LINE,
        [('run_id', '=', run)],
        'state',
        'asks_questions',
        'takes_invoices',
        'connection_state',
    )
    done = [line for line in lines if line['state'] == 'done']
    assert done
    assert all(line['connection_state'] != 'none' for line in done)
    left = [line for line in lines if line['state'] == 'sure']
    assert all(line['asks_questions'] or not line['takes_invoices'] for line in left)
    assert any(not line['takes_invoices'] for line in left)
    asked = place.admin.search_read('pagero.connection.request', [], 'message')
    assert {each['message'] for each in asked} == {"Hello all"}
    listed = place.sandbox.get('network/connections')
    assert len(listed) == len({each['recipientId'] for each in listed}) == len(done)


def choose_the_doubtful_one(place, run):
    """A person picks one of the companies of that name."""
    domain = [('run_id', '=', run), ('state', '=', 'doubtful')]
    [line] = place.admin.search_read(LINE, domain, 'candidate_ids')
    assert len(line['candidate_ids']) == 2
    values = {'candidate_id': line['candidate_ids'][1], 'is_confirmed': True}
    place.admin.call(LINE, 'write', [line['id']], values)
    place.admin.call(LINE, 'action_choose', [line['id']])
    assert place.admin.read(LINE, line['id'], 'state')['state'] == 'sure'
