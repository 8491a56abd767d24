"""Queries of every construct by chance, and the answers of the three faces to them: command line, server, page."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive.model import Document
from gonghui import cli
from gonghui.server import Application
from search.fold import fold

SHOWN, PASSAGES = 4, 3
Row = dict[str, str]

ASK = """async (rows) => {
  const search = gonghuiSearch, ids = await search.ids(), out = [];
  await search.people();
  const snippet = ({text, marks, section, anchor}) => ({text: text.join(''), marks, section, anchor});
  for (const row of rows) {
    try {
      const result = await search.answer(Object.assign({sort: 'relevance', off: []}, row));
      const hits = [];
      for (const number of result.order.slice(0, SHOWN)) {
        const document = await search.text(number);
        hits.push({id: document.facts.id, title: document.facts.title || null,
          snippets: search.passages(document, result.words, PASSAGES).list.map(snippet)});
      }
      const {total, facets, expanded, why, suggestions, hints} = result;
      const lines = (await search.concordance(result, 0, total))
        .map(({id, anchor, left, word, right}) => [id, anchor, left, word, right]);
      out.push({total, ids: result.order.map((i) => ids[i]), hits, facets, expanded, why, suggestions, hints,
        lines});
    } catch (error) {
      if (!(error instanceof search.QueryError)) throw error;
      out.push({error: error.code, at: error.at, message: error.what, proposal: error.proposal});
    }
  }
  return out;
}""".replace("SHOWN", str(SHOWN)).replace("PASSAGES", str(PASSAGES))


class Asker:
    """Makes queries of the words of some documents."""

    def __init__(self, documents: Sequence[Document], seed: int) -> None:
        self.rng = random.Random(seed)
        self.documents = documents
        self.blocks = [line for d in documents for line in d.body.split("\n") if len(line) > 3]

    def row(self) -> Row:
        """A query with, now and then, filters and an order."""
        rng, out = self.rng, {"q": self.query()}
        if rng.random() < 0.3:
            out["sort"] = rng.choice(("newest", "oldest"))
        if rng.random() < 0.3:
            document = rng.choice(self.documents)
            told = {"year": (document.date or "")[:4], "kind": document.kind, "speaker": document.speaker,
                    "organization": document.organization,
                    "region": document.region and rng.choice((document.region.name, document.region.name[-2:]))}
            name = rng.choice(list(told))
            if value := told[name]:
                out[name] = value
        return out

    def query(self) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.05:
            return rng.choice(("", "jttx", "jititanxing", "zgdbdh", "gonghui", "x", "劳模", "全总", "职代会", "工会*"))
        if kind < 0.3:
            return self.atom()
        if kind < 0.45:
            return self.near()
        parts = [self.atom() for _ in range(rng.randint(2, 4))]
        if kind < 0.65:
            return " ".join(parts)
        if kind < 0.75:
            return " OR ".join(parts)
        if kind < 0.85:
            return f"{parts[0]} {rng.choice(('-', '-', '－', '-(', 'foo:', '标提：'))}{parts[1]}"
        return f"({parts[0]} OR {self.near()}) {' '.join(parts[1:])}"

    def near(self) -> str:
        rng = self.rng
        joined = rng.choice(("NEAR", "NEAR/1", "NEAR/5", "NEAR/20", "ＮＥＡＲ／100"))
        parts = [self.word() for _ in range(rng.choice((2, 2, 2, 3)))]
        if rng.random() < 0.2:
            parts[0] = f"({parts[0]} OR {self.word()})"
        if rng.random() < 0.2:
            parts[-1] = "标题:" + parts[-1]
        return f" {joined} ".join(parts)

    def atom(self) -> str:
        rng = self.rng
        kind, document = rng.random(), rng.choice(self.documents)
        if kind < 0.6:
            return self.word()
        if kind < 0.66:
            return rng.choice(("年:2011..2015", "year:2010..", "年：无", f"年:{(document.date or '2012')[:4]}"))
        if kind < 0.72 and document.region:
            return f"地区:{rng.choice((document.region.name, document.region.name[:2], document.region.code or '23'))}"
        if kind < 0.76:
            return f"类型:{document.kind}"
        fields = {"标题": document.title, "title": document.title, "讲话人": document.speaker,
                  "单位": document.organization, "會議": document.meeting, "文号": document.document_number,
                  "小标题": rng.choice(re.findall("^##+ (.*)$", document.body, re.M) or [""]),
                  "变体": rng.choice([v.text for v in document.variants] or ["工会"])}
        name = rng.choice(list(fields))
        return f"{name}:{self.piece(fields[name] or '工会')}"

    def word(self) -> str:
        piece = self.piece(self.rng.choice(self.blocks))
        return self.rng.choice((piece, piece, piece, f'"{piece}"', f"“{piece}”", f"{piece}*", f'"{piece}"*'))

    def piece(self, text: str) -> str:
        rng = self.rng
        length = rng.choice((1, 1, 2, 2, 2, 3, 4, 5, 8, 13, 21))
        start = rng.randint(0, max(0, len(text) - length))
        piece = re.sub(r"[\s()（）*＊\"“”＂:：-]|^[－]|^(?:OR|AND|NEAR)", "", text[start : start + length])
        if rng.random() < 0.05 and piece:
            piece = piece[:-1] + rng.choice("工龘力的2a")
        return piece if fold(piece) else "工会"


def by_command(archive: Path, row: Row, capsys: pytest.CaptureFixture[str]) -> Any:
    """What ``gonghui search --json`` writes; the text of its error if it has none."""
    options = [f"--{name}={value}" for name, value in row.items() if name != "q"]
    capsys.readouterr()
    with pytest.raises(SystemExit):
        cli.main(["search", "--json", "--limit=1000", f"--archive={archive}", *options, "--", row["q"]])
    out, err = capsys.readouterr()
    return json.loads(out) if out else err


def server(archive: Path, site: Path) -> Callable[[str, dict[str, str]], Any]:
    """Asks the local server."""
    application = Application(archive, site)

    def ask(service: str, parameters: dict[str, str]) -> Any:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/api/{service}", "QUERY_STRING": urlencode(parameters),
                   "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO()}
        return json.loads(b"".join(application(environ, lambda status, headers: None)))

    return ask


def lines(rows: Any) -> list[tuple[str, ...]]:
    """The rows of a concordance of the server, as the page has them."""
    return sorted((row["id"], row["anchor"] or "", row["left"], row["match"], row["right"]) for row in rows)


def differences(page: Any, served: Any, command: Any) -> list[tuple[str, Any, Any]]:
    """What the page or the command line tells otherwise than the server."""
    if "error" in served or "error" in page:
        wanted = [served.get("error", {}).get(name) for name in ("code", "at", "proposal")]
        got = [page.get(name) for name in ("error", "at", "proposal")]
        out = [("error of the page", got, wanted)] if got != wanted else []
        return out + ([("error of the command", command, served)] if not isinstance(command, str) else [])
    if isinstance(command, str):
        return [("error of the command", command, served)]
    pairs: list[tuple[str, Any, Any]] = [
        ("total", page["total"], served["total"]), ("total of the command", command["total"], served["total"]),
        ("ids", page["ids"], [hit["id"] for hit in command["hits"]]),
        ("ids of the server", [hit["id"] for hit in served["hits"]], [hit["id"] for hit in command["hits"][:100]]),
        ("facets of the command", command["facets"], served["facets"]),
        ("expanded", [{k: e[k] for k in e if k != "folded"} for e in page["expanded"]], served["expanded"]),
        ("expanded of the command", command["expanded"], served["expanded"]),
    ]
    pairs += [(f"facet {name}", [list(pair) for pair in page["facets"][name]],
               [list(pair) for pair in served["facets"][name].items()]) for name in served["facets"]]
    pairs += [("hit", hit, {name: other[name] for name in ("id", "title", "snippets")})
              for hit, other in zip(page["hits"], served["hits"], strict=False)]
    pairs += [("hit of the command", hit, {**other, "snippets": other["snippets"][:2]})
              for hit, other in zip(command["hits"], served["hits"], strict=False)]
    if not served["total"]:
        keys = ("at", "total", "filter", "value", "without")
        pairs += [("suggestions", page["suggestions"], served["suggestions"]),
                  ("hints", page["hints"], served.get("hints", [])),
                  ("hints of the command", command.get("hints"), served.get("hints")),
                  ("why", [{k: w[k] for k in keys if k in w} for w in page["why"] or ()], served["why"])]
    return [pair for pair in pairs if pair[1] != pair[2]]
