"""An invented archive of one union over two years, a province above it and counties below it, and its site."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import pack_cases
from compare_cases import A, B

from archive import body, record
from archive.body import Block
from archive.model import Copy, Document, Region
from archive.store import Store
from benchmarks.compare import Blocks

ABOVE = "各级工会要把推动解决职工最关心最直接最现实的利益问题作为工作的出发点和落脚点，真正做到职工有所呼、工会有所应。"
FORMULA = "高举伟大旗帜，深入贯彻落实科学发展观，坚定不移走自己的工会发展道路，团结动员广大职工建功立业。"


def _document(
    id: str, date: str | None, organization: str, region: Region | None, blocks: Blocks, **more: Any
) -> Document:
    parts = [Block("title" if level == 1 else "heading" if level else "paragraph", text, level)
             for level, text in blocks]
    return Document(id=id, kind=more.pop("kind", "report"), body=body.render(parts), title=blocks[0][1], date=date,
                    organization=organization, region=region, copies=(Copy(sha256(id.encode()).hexdigest()),), **more)


def documents() -> list[Document]:
    """The documents: two reports of a city, a speech of the nation and the province, three counties, a stranger."""
    city, province = Region("浙江省青岚市", "330900"), Region("浙江省", "330000")
    out = [
        _document("aaaa2012", "2012-03-01", "青岚市总工会", city, [*A[:4], (0, FORMULA), (0, ABOVE), *A[4:]]),
        _document("bbbb2013", "2013-03-05", "青岚市总工会", city, [*B[:4], (0, FORMULA), (0, ABOVE), *B[4:]]),
        _document("cccc2010", "2010-01", "中华全国总工会", None,
                  [(1, "在全国工会工作座谈会上的讲话"), (0, "同志们："), (0, f"今后一个时期，{ABOVE}"), (0, FORMULA)],
                  kind="speech"),
        _document("dddd2011", "2011-02-10", "浙江省总工会", province,
                  [(1, "在全省工会干部会议上的讲话"), (0, FORMULA), (0, f"学习会议精神，{ABOVE}要抓好落实。")],
                  kind="speech"),
    ]
    for number, name in enumerate(("柳渡县", "石涧县", "白桐县")):
        out.append(_document(f"eeee201{number}", None if number == 2 else f"2014-0{number + 1}", f"{name}总工会",
                             Region(f"浙江省青岚市{name}", f"33090{number + 1}"),
                             [(1, f"{name}总工会工作报告"), (0, FORMULA), (2, "一、主要做法"),
                              (0, ABOVE if number else f"{name}各级工会认真学习。{ABOVE}")]))
    out.append(_document("ffff2013", "2013-06", "鹤坪学校工会", None,
                         [(1, "教师工会小记"), (0, "春天到了，老师们在操场边种下一排小树，大家都很高兴。")],
                         kind="article"))
    return out


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive folder."""
    root = tmp_path_factory.mktemp("archive")
    store = Store(root)
    (root / "FORMAT").write_text("1\n", encoding="ascii")
    for document in documents():
        path = store.document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def built(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the archive with search."""
    from gonghui.building import build_site

    return build_site(archive, tmp_path_factory.mktemp("site"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on a local server; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """The site on a local server."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive folder of the packs."""
    return pack_cases.write(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="session")
def packs_built(packs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packs with search."""
    from gonghui.building import build_site

    return build_site(packs, tmp_path_factory.mktemp("packsite"))


@pytest.fixture(scope="session")
def packs_served(packs_built: Path) -> Iterator[str]:
    """The site of the packs on a local server."""
    with serving(packs_built) as address:
        yield address


@pytest.fixture
def visited(chromium: Any) -> Iterator[Any]:
    """Opens a page of a site and notes everything that goes wrong on it: ``visited(address, base) -> page, wrong``."""
    contexts = []

    def visit(address: str, base: str, **context: Any) -> tuple[Any, list[str]]:
        wrong: list[str] = []
        contexts.append(chromium.new_context(**context))
        page = contexts[-1].new_page()
        page.on("console", lambda m: wrong.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: wrong.append(f"error: {e}"))
        page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else wrong.append(r.url))
        page.goto(base + address)
        page.wait_for_load_state("networkidle")
        return page, wrong

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def faults(chromium: Any) -> Any:
    """What axe finds on a page, wide and light, narrow and dark."""
    axe = pytest.importorskip("axe_playwright_python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def find(address: str) -> list[Any]:
        out = []
        for width, scheme in ((1300, "light"), (360, "dark")):
            context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,
                                           bypass_csp=True)
            page = context.new_page()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
            page.evaluate(script)
            out += [(v["id"], v["nodes"][0]["html"]) for v in page.evaluate("axe.run()")["violations"]]
            context.close()
        return out

    return find
