"""Puts the addon's root on the path, so that ``import network`` and ``import ubl`` work here."""

import sys
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
