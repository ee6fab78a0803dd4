"""The disk of Odoo's file store, small enough to be filled: a file system in memory."""

import contextlib
import errno
import os
import shutil
import subprocess
from pathlib import Path


SIZE = 256  # MiB
CHUNK = 1024 * 1024


class Disk:
    """Mounted where a database has its files; only root may do that, on Linux."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._ballast = folder / 'ballast'
        self.is_mounted = False

    def mount(self) -> None:
        """Move the files that are there onto it; where that isn't allowed, nothing changes."""
        if os.getuid() != 0 or shutil.which('mount') is None:
            return
        aside = self._folder.with_name(f'{self._folder.name}-aside')
        self._folder.rename(aside)
        self._folder.mkdir()
        options = ['-t', 'tmpfs', '-o', f'size={SIZE}m', 'tmpfs', self._folder]
        self.is_mounted = not subprocess.run(
            ['mount', *options], check=False, capture_output=True
        ).returncode
        shutil.copytree(aside, self._folder, dirs_exist_ok=True)
        shutil.rmtree(aside)

    def unmount(self) -> None:
        """What was on it is gone."""
        if self.is_mounted:
            subprocess.run(['umount', '-l', self._folder], check=False)
            self.is_mounted = False

    def fill(self) -> None:
        """Until there is no room for another byte."""
        with self._ballast.open('wb', buffering=0) as file:
            for size in (CHUNK, 1024, 1):
                with _until_full():
                    while True:
                        file.write(b'x' * size)

    def free(self) -> None:
        """There is room again."""
        self._ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def _until_full():
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
