"""Old Word files, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.errors import NotText, Refused, Unreadable
from scraper.model import Capture
from scraper.provenance import Origin

SECONDS = 120


def doc_to_docx(data: bytes, where: str, origin: Origin) -> Iterator[Capture | Refused]:
    """The DOCX that LibreOffice makes of a DOC: what is stored and cleaned, so that it reads the same for ever."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        yield NotText(where=where, found="an old Word file (DOC; install LibreOffice or save it as DOCX)")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "copy.doc")
        source.write_bytes(data)
        call = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx",
                "--outdir", folder, str(source)]
        try:
            subprocess.run(call, check=True, capture_output=True, timeout=SECONDS)
            made = Path(folder, "copy.docx").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            yield Unreadable(where=where, reason=f"LibreOffice: {error}")
            return
    yield Capture(made, where, origin.url, origin.site, origin.captured)
