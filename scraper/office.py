"""Papers of office programs (DOC, RTF, ODT), through LibreOffice where it is installed.

LibreOffice makes a DOCX, which every machine reads alike for ever, with
LibreOffice or without. That DOCX is what is stored; the file as it was
received lies in it, byte for byte, as ``received.doc`` (``.rtf``, ``.odt``).
It is packed without times, so that the same file gives the same capture.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive.errors import NeedsOffice, Refused, TooLarge, Unreadable
from scraper.formats import DOCX_LIMIT
from scraper.model import Capture
from scraper.provenance import Origin

SECONDS = 120
"""Longest time for one file."""
_NAMES = {"doc": "an old Word file (DOC)", "rtf": "an RTF document", "odt": "an OpenDocument text (ODT)"}
_TYPES = {"doc": "application/msword", "rtf": "application/rtf", "odt": "application/vnd.oasis.opendocument.text"}
_READERS = {"doc": ("MS Word 97", "MS Word 95", "MS WinWord 6.0"), "rtf": ("Rich Text Format",), "odt": ("writer8",)}
"""LibreOffice is told what it reads: left to guess, it takes a broken file for text in some encoding."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" \
oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""The profile of a conversion: no macros, nothing loaded from elsewhere."""


def to_docx(data: bytes, ending: str, where: str, origin: Origin, limit: int) -> Iterator[Capture | Refused]:
    """The capture of a paper of an office program, or why there is none; at most ``limit`` bytes."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        yield NeedsOffice(where=where, found=_NAMES[ending])
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, profile = Path(folder, f"copy.{ending}"), Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user/registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source.write_bytes(data)
        made = Path(folder, "made/copy.docx")
        fault = None
        for reader in _READERS[ending]:
            if not made.exists() and not fault:
                fault = _run([program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                              "--nologo", f"--infilter={reader}", "--convert-to", "docx", "--outdir", str(made.parent),
                              str(source)])
        if fault or not made.exists():
            yield Unreadable(where=where, reason=fault or f"LibreOffice makes no text of {_NAMES[ending]}")
        elif made.stat().st_size > limit:
            yield TooLarge(where=where, size=made.stat().st_size, limit=limit)
        else:
            packed = _packed(made, data, ending)
            yield packed if isinstance(packed, Refused) else Capture(packed, where, origin.url, origin.site,
                                                                     origin.captured)


def _run(call: list[str]) -> str | None:
    """Run LibreOffice; what went wrong, if anything did. It is a group of processes and ends as one."""
    alone = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    try:
        with subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              start_new_session=True, env=alone) as process:
            try:
                said = process.communicate(timeout=SECONDS)[1]
            except subprocess.TimeoutExpired:
                return f"LibreOffice was not ready after {SECONDS} s"
            finally:
                _end(process)
    except OSError as error:
        return f"LibreOffice: {error.strerror or error}"
    return f"LibreOffice: {said.decode('utf-8', 'replace').strip()[-200:]}" if process.returncode else None


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:  # all of it has ended
        return


def _packed(made: Path, data: bytes, ending: str) -> bytes | Refused:
    """The DOCX packed without times, with the file as received in it."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(made) as box, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            if sum(i.file_size for i in box.infolist()) > DOCX_LIMIT:
                return TooLarge(where=made.name, size=f"> {DOCX_LIMIT}", limit=DOCX_LIMIT)
            for name in sorted(box.namelist()):
                part = box.read(name)
                if name == "[Content_Types].xml":
                    kind = f'<Default Extension="{ending}" ContentType="{_TYPES[ending]}"/>'
                    part = part.replace(b"</Types>", kind.encode() + b"</Types>")
                packed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
            packed.writestr(zipfile.ZipInfo(f"received.{ending}"), data, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        return Unreadable(where=made.name, reason=f"LibreOffice made a broken file ({error})")
    return out.getvalue()
