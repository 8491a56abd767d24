"""The local server at full speed, with good and bad queries, while its index is made anew."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from benchmarks import corpus
from search import open_index
from tests.torture.conftest import times

SECONDS = times(6, 300)
QUERIES = ["工会", "法权益", "职工 维权", "劳动竞赛 OR 集体协商", "困难 -帮扶", "工会 NEAR/20 职工",
           "年:2010..2015 工会", "jttx", "“职工代表大会”", "全总", "不存在的词语啊", "工"]
BAD = ["(", "“", "年:abc", "OR", "NEAR/", "工会 AND", "((((((", "标题:"]
FILES = ["/", "/a.js", "/none.html", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%00", "/" + "x" * 9000]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, int]]:
    """An archive and the port and process of its server."""
    root = tmp_path_factory.mktemp("load")
    corpus.write(times(40, 400), root / "archive", characters=2000)
    (root / "site").mkdir()
    (root / "site/index.html").write_text("<p>首页", encoding="utf-8")
    (root / "site/a.js").write_text("1")
    (root / "secret.txt").write_text("secret")
    call = [sys.executable, "-m", "gonghui", "serve", "--port", "0", "--archive", str(root / "archive"),
            "--site", str(root / "site")]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        line = child.stderr.readline()
        found = re.search(r":(\d+)", line)
        assert found, line
        yield root, int(found[1]), child.pid
        child.terminate()


def memory(pid: int) -> int:
    """Megabytes of the process that stay."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) >> 10


def test_it_answers_rightly_all_the_while(served: tuple[Path, int, int]) -> None:
    root, port, pid = served
    index = open_index(root / "archive")
    right = {query: index.search(query)["total"] for query in QUERIES}
    end = time.monotonic() + SECONDS
    faults: list[str] = []
    status: Counter[int] = Counter()
    took: list[float] = []
    sizes: list[int] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            kind = chance.random()
            query = chance.choice(QUERIES) if kind < 0.7 else chance.choice(BAD)
            path = f"/api/search?q={quote(query)}" if kind < 0.85 else chance.choice(FILES)
            start = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except OSError as error:
                faults.append(f"{path}: {error!r}")
                connection.close()
                continue
            took.append(time.perf_counter() - start)
            status[answer.status] += 1
            if answer.status >= 500 or b"secret" in body or b"Traceback" in body:
                faults.append(f"{path}: {answer.status} {body[:200]!r}")
            if kind < 0.7 and (answer.status != 200 or json.loads(body)["total"] != right[query]):
                faults.append(f"{query}: {answer.status} {body[:80]!r}")
        connection.close()

    def rebuild() -> None:
        while time.monotonic() < end:
            subprocess.run([sys.executable, "-m", "gonghui", "index", "--rebuild", "--archive", str(root / "archive")],
                           check=True, capture_output=True)
            sizes.append(memory(pid))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)] + [threading.Thread(target=rebuild)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    print(f"{len(took)} requests in {SECONDS} s, p50 {took[len(took) // 2] * 1000:.0f} ms, "
          f"p99 {took[len(took) * 99 // 100] * 1000:.0f} ms, {dict(status)}, memory {sizes[0]} to {sizes[-1]} MB, "
          f"{len(sizes)} generations")
    assert faults == []
    assert status[200] > 50
    assert {400, 404, 414} <= set(status)
    assert sizes[-1] < 1.3 * sizes[0] + 40
