"""The examples in the docstrings of ``network`` hold."""

import doctest
import importlib
import pkgutil

import pytest

import network


MODULES = [each.name for each in pkgutil.iter_modules(network.__path__)]


@pytest.mark.parametrize('name', MODULES)
def test_the_examples_hold(name):
    assert not doctest.testmod(importlib.import_module(f'network.{name}')).failed
