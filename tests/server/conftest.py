"""Fixtures of the tests against real processes: servers, sessions, a browser."""

import os
import shutil
import sys
from pathlib import Path

import pytest


sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'dev'))

import inbox_place
import place as places
import rough_place as rough_places
from browsing import new_context
from setup import databases, other_date
from setup import environment as environment_setup
from setup.server import logs_folder


BROWSERS = ('chromium', 'chromium-browser', 'google-chrome', 'chrome')


def pytest_addoption(parser):
    parser.addoption(
        '--pictures',
        metavar='FOLDER',
        type=Path,
        help="where test_every_view.py puts pictures of all views, outside of the repository",
    )


@pytest.fixture(scope='session')
def pictures(request):
    """The folder for pictures of views, where they are wanted."""
    return request.config.getoption('--pictures')


@pytest.fixture(scope='session')
def environment():
    return environment_setup.prepare()


@pytest.fixture(scope='session')
def base(environment):
    """Ids of the records in the database that every place is cloned from."""
    return places.make_base(environment)


@pytest.fixture(scope='session')
def base_beside_peppol(environment):
    """The same with core's own Peppol installed, which answers itself."""
    return places.make_base(environment, *databases.NEIGHBOURS)


@pytest.fixture(scope='session')
def shared_place(environment, base, tmp_path_factory):
    """One company and server that the gentle tests share."""
    opened = places.Place(environment, 'shared', tmp_path_factory.mktemp('shared'), base)
    yield opened.open()
    opened.close()


@pytest.fixture
def place(shared_place):
    """The shared company, connected and live, with a sandbox that does no tricks."""
    shared_place.calm()
    shared_place.forget_waiting_times()  # an earlier test may have switched the network off
    shared_place.connect()
    yield shared_place
    shared_place.calm()


@pytest.fixture
def own_place(environment, base, tmp_path):
    """A company of the test's own, not yet connected: it may be killed, expire, be copied."""
    opened = places.Place(environment, 'own', tmp_path, base)
    yield opened.open()
    opened.close()


@pytest.fixture(scope='session')
def rough_server(environment, base, tmp_path_factory):
    """One company and server that the rough tests share."""
    opened = rough_places.RoughPlace(environment, 'rough', tmp_path_factory.mktemp('rough'), base)
    yield opened.open()
    opened.close()


@pytest.fixture
def rough_place(rough_server):
    """A company to be maltreated: connected, live, with nothing under way."""
    rough_server.begin()
    yield rough_server
    rough_server.sandbox.delete('faults')


@pytest.fixture
def inbox(rough_place):
    """The same company, which receives; nothing has come yet."""
    opened = inbox_place.Inbox(rough_place)
    opened.begin()
    yield opened
    rough_place.settings(receives=False)


@pytest.fixture(scope='module')
def quiet_log(rough_server):
    """Whatever the network does is no fault of this server: nothing above INFO in its log."""
    before = len(rough_server.odoo.complaints())
    yield
    complaints = rough_server.odoo.complaints()[before:]
    assert not complaints, '\n'.join(complaints)


@pytest.fixture(scope='session')
def browser():
    """Chromium from the machine, driven by playwright."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine; install the package chromium")
    sync_api = pytest.importorskip('playwright.sync_api')
    with sync_api.sync_playwright() as playwright:
        options = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
        variables = other_date.left(os.environ)  # Chromium hangs under faketime
        started = playwright.chromium.launch(executable_path=program, args=options, env=variables)
        yield started
        started.close()


@pytest.fixture
def page(browser, request):
    """A tab of a Swedish browser that reaches 127.0.0.1 only; a failed test leaves a picture."""
    context = new_context(
        browser,
        locale='sv-SE',
        timezone_id='Europe/Stockholm',
        viewport={'width': 1400, 'height': 1000},
        permissions=['clipboard-read', 'clipboard-write'],
    )
    context.set_default_timeout(30_000)
    context.route(lambda url: not url.startswith('http://127.0.0.1:'), lambda route: route.abort())
    tab = context.new_page()
    yield tab
    if getattr(request.node, 'has_failed', False):
        for number, each in enumerate(context.pages):
            each.screenshot(path=logs_folder() / f'{request.node.name}-{number}.png')
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.has_failed = getattr(item, 'has_failed', False) or report.failed
    return report
