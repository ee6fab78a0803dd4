"""Without Odoo each module of the pure packages is loaded once: dev/setup/pure.py."""

import importlib
import sys

import pytest
from setup.cache import ADDON_NAME
from setup.pure import PACKAGES, import_without_odoo


@pytest.mark.parametrize('name', ['identification.schemes', 'network.company', 'ubl.peppol_rules'])
def test_a_short_name_is_the_module_that_relative_imports_find(name):
    module = importlib.import_module(name)

    assert module is sys.modules[f'{ADDON_NAME}.{name}']
    assert module.__spec__.name == module.__name__ == f'{ADDON_NAME}.{name}'


def test_one_class_is_not_two():
    from identification.identifiers import InvalidIdentifier
    from identification.number_checks import InvalidIdentifier as imported_relatively

    assert InvalidIdentifier is imported_relatively


def test_what_is_not_there_cannot_be_imported():
    for package in PACKAGES:
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f'{package}.nothing_of_that_name')


def test_asking_twice_changes_nothing():
    finders = list(sys.meta_path)

    import_without_odoo()

    assert sys.meta_path == finders


def test_the_rest_of_the_addon_is_not_imported():
    assert not {name for name in sys.modules if name.partition('.')[0] == 'odoo'}
    assert f'{ADDON_NAME}.models' not in sys.modules
