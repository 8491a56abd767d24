"""Files of the site that are seen whole or not at all: written beside their place, then moved there.

A build that is killed leaves a page as it was, or none. What it wrote beside
is swept away by the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_BESIDE = ".new"


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Write ``path``; what stood there stays until the block has ended. Its folder is made where there is none."""
    beside = path.with_name(path.name + _BESIDE)
    try:
        file = beside.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = beside.open("wb")
    try:
        with file:
            yield file
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def pages_whole() -> Iterator[None]:
    """Within the block MkDocs writes its pages and copies its files so, too; it has no setting for that."""
    from mkdocs import utils

    write_file, copy_file = utils.write_file, utils.copy_file

    def write(content: bytes, output_path: str) -> None:
        with whole(Path(output_path)) as file:
            file.write(content)

    def copy(source_path: str, output_path: str) -> None:
        target = Path(output_path)
        if target.is_dir():
            target /= Path(source_path).name
        with Path(source_path).open("rb") as source, whole(target) as file:
            shutil.copyfileobj(source, file)

    utils.write_file, utils.copy_file = write, copy
    try:
        yield
    finally:
        utils.write_file, utils.copy_file = write_file, copy_file
