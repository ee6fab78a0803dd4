"""What tells this machine from another one, from outside of the database. A plain helper, no model.

A snapshot of a machine, a clone of its disks and a base backup hold the same database with the same
names; where it runs isn't in it. Only hashes leave this file.
"""

import os
from hashlib import sha256
from pathlib import Path

from odoo.tools import config


BOOT = Path('/proc/sys/kernel/random/boot_id')
MACHINE = (Path('/etc/machine-id'), Path('/var/lib/dbus/machine-id'))
# What a hypervisor gives each machine; a container sees that of its host.
NUMBERS = (Path('/sys/class/dmi/id/product_uuid'), Path('/sys/class/dmi/id/board_serial'))
# Network cards that are hardware, real or virtual; those of containers change with each start.
CARDS = (Path('/sys/class/net'), '*/device/../address')
DISKS = (Path('/sys/block'), '*/wwid', '*/device/wwid', '*/serial')
SHARED = ('QEMU',)  # in the names of disks that are the same on many machines


def machine_now():
    """This machine as it is now: what can be stored, and compared with ``is_same_machine``.

    ``boot`` is the running system's; ``parts`` outlive a start; ``name`` is copied with the disk;
    ``folder`` is where this Odoo keeps its files, and which database server it was told to use.
    """
    parts = [*_found(CARDS), *filter(None, map(_read, NUMBERS))]
    return {
        'boot': _hashed(_read(BOOT)),
        'parts': sorted({_hashed(each) for each in parts or _found(DISKS)}),
        'name': _hashed(next(filter(None, map(_read, MACHINE)), '')),
        'folder': _hashed(_folder()),
    }


def is_same_machine(now, then):
    """Whether nothing says that it is another one; two Odoos beside each other are two."""
    if now['folder'] != then['folder']:
        return False
    if now['boot'] and now['boot'] == then['boot']:
        return True
    if now['parts'] and then['parts']:
        return bool(set(now['parts']) & set(then['parts']))
    return now['name'] == then['name']


def _folder():
    try:
        number = os.stat(config['data_dir']).st_ino
    except OSError:
        number = 0
    return f'{number} {config["db_host"] or ""} {config["db_port"] or ""}'


def _found(place):
    folder, *patterns = place
    paths = (path for pattern in patterns for path in folder.glob(pattern))
    return [each for each in map(_read, paths) if each and not any(word in each for word in SHARED)]


def _read(path):
    try:
        return path.read_text(errors='replace').strip()
    except OSError:
        return ''


def _hashed(value):
    return value and sha256(f'pagero {value}'.encode()).hexdigest()[:24]
