"""The licences of everything that the lock installs, as the packages themselves declare them.

    python scripts/licences.py [requirements.lock]

A licence that is not among ``ALLOWED``, a package that declares none and a
version other than the lock's end the run: somebody has to look before a release
hands them out. Known faults of the packages are not looked up, for their list
lies on the network: ``pip-audit -r requirements.lock`` does that where there is one.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "0BSD", "Apache Software License", "Apache-2.0", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT",
    "MIT License", "MIT-CMU", "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Public Domain", "Zlib",
    "Zope Public License",
}
"""Licences that ask for no more than their own text beside what is handed out; the MPL, by the file."""
_PIN = re.compile(r"^([\w.-]+)==(\S+)", re.M)


def declared(name: str) -> str | None:
    """The licence that an installed package declares: its expression, else its classifiers, else its own words."""
    facts = metadata(name)
    classes = [c.rpartition(":: ")[2] for c in facts.get_all("Classifier", []) if c.startswith("License ::")]
    own = (facts.get("License") or "").strip().split("\n")[0]
    return facts.get("License-Expression") or "; ".join(classes) or own or None


def is_allowed(licence: str) -> bool:
    """
    >>> is_allowed("BSD-3-Clause AND 0BSD"), is_allowed("GPL-3.0 OR MIT"), is_allowed("MIT; Other License")
    (True, True, False)
    """
    return any(all(part.strip() in ALLOWED for part in re.split(" AND |;", choice)) for choice in licence.split(" OR "))


def listed(lock: Path) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Name, version and licence of every package of a lock, and what is not as it should be."""
    rows, faults = [], []
    for name, version in _PIN.findall(lock.read_text(encoding="utf-8")):
        try:
            found, licence = metadata(name)["Version"], declared(name)
        except PackageNotFoundError:
            faults.append(f"{name} {version}: not installed")
            continue
        if found != version:
            faults.append(f"{name}: {found} is installed, {version} is locked")
        if licence is None or not is_allowed(licence):
            faults.append(f"{name} {version}: {licence or 'no licence'} is not among those allowed")
        rows.append((name, version, licence or "-"))
    return rows, faults


def table(lock: Path) -> str:
    """The list as tab-separated lines. Raises :class:`SystemExit` that names what is not as it should be."""
    rows, faults = listed(lock)
    if faults:
        raise SystemExit("\n".join(faults))
    return "".join("\t".join(row) + "\n" for row in [("package", "version", "licence"), *rows])


if __name__ == "__main__":
    print(table(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"), end="")
