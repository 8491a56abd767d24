"""A piece of adjacent characters finds exactly the documents that contain it: against brute force."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import search
from archive import body, record
from archive.model import Document
from archive.store import Store
from benchmarks import corpus
from search.fold import RUN, fold

_NOISE = ["“", "”", "《", "》", "「", "」", " ", "　", "2013", "985", "GDP", "ｗｔｏ", "著", "勞動", "總工會", "％",
          "□", "①", "𠀀", "（", "）", "'", "A B", "x*", "-", "：", ".5", "\u200b", "職工",
          "𪚥", "𠮷𠮷", "👩\u200d🔧", "🎉", "e\u0301", "o\u0308", "\ufb01", "İ", "ẞ", "Ω", "ς", "㈠", "⑴", "Ⅲ", "〇",
          "⼯⼈", "⾰命", "A-B", "–", "—", "－", "1,200", "14.3%", "8:30", "2013-03-07", "3.5", "½", "℃", "ｶﾞ", "한국",
          "é", "ǅ", "٣"]


def noisy(document: Document, rng: random.Random) -> Document:
    """The document with quotes, spaces, runs and both scripts strewn in."""
    blocks = []
    for block in body.parse(document.body):
        text = list(block.text)
        for _ in range(len(text) // 12):
            text.insert(rng.randint(0, len(text)), rng.choice(_NOISE))
        blocks.append(body.Block(block.kind, "".join(text).strip() or "甲", block.level))
    return record.from_values(record.front_matter(document), body.render(blocks))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    rng = random.Random(5)
    store = Store(root)
    for number, document in enumerate(corpus.documents(60, seed=3, characters=700)):
        path = store.document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(noisy(document, rng) if number % 3 else document), encoding="utf-8")
    return root


def _blocks(document: Document) -> list[str]:
    fields = [document.title, document.subtitle, document.speaker, document.organization, document.meeting,
              document.document_number]
    parsed = [re.sub(r"[\t\n]", "|", b.text) if b.kind == "table" else b.text for b in body.parse(document.body)]
    return [fold(text) for text in [*fields, *parsed] if text]


def _expected(piece: str, blocks: dict[str, list[str]]) -> set[str]:
    folded = fold(piece)
    before = f"(?<![{RUN}])" if re.match(f"[{RUN}]", folded) else ""
    after = f"(?![{RUN}])" if re.search(f"[{RUN}]$", folded) else ""
    pattern = re.compile(before + re.escape(folded) + after)
    return {id for id, texts in blocks.items() if any(map(pattern.search, texts))}


def _pieces(documents: list[Document], count: int) -> list[str]:
    """Pieces of 1 to 20 characters of the reading text; a third have characters changed, so that most find nothing."""
    rng = random.Random(11)
    texts = [block.text for document in documents for block in body.parse(document.body)]
    out: list[str] = []
    while len(out) < count:
        text = rng.choice(texts)
        length = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20))
        start = rng.randint(0, max(0, len(text) - length))
        piece = text[start : start + length]
        if rng.random() < 0.3 and len(piece) > 1:
            at = rng.randrange(len(piece))
            piece = piece[:at] + rng.choice("工会职權力的2a") + piece[at + 1 :]
        if fold(piece).strip() and '"' not in piece:
            out.append(piece)
    return out


def test_thousand_pieces_against_brute_force(archive: Path) -> None:
    """0 differences; pieces are quoted, since some hold what the grammar would read as an operator."""
    documents = list(Store(archive).documents())
    blocks = {document.id: _blocks(document) for document in documents}
    index = search.open_index(archive)
    wrong = []
    for piece in _pieces(documents, 1000):
        result = index.search(f'"{piece}"', limit=100)
        found = {hit["id"] for hit in result["hits"]}
        if found != _expected(piece, blocks) or result["total"] != len(found):
            wrong.append(piece)
    assert wrong == []


def test_marks_lie_exactly_over_what_was_found(archive: Path) -> None:
    """Folding a marked stretch gives the folded piece again."""
    documents = list(Store(archive).documents())
    index = search.open_index(archive)
    for piece in _pieces(documents, 200):
        for hit in index.search(f'"{piece}"', limit=3)["hits"]:
            for snippet in hit["snippets"]:
                for start, end in snippet["marks"]:
                    marked = snippet["text"][start:end]
                    assert fold(marked).strip() in fold(piece) or fold(piece) in fold(marked), (piece, marked)


def test_anchors_and_sections_are_those_of_the_page(archive: Path) -> None:
    index = search.open_index(archive)
    documents = {document.id: document for document in Store(archive).documents()}
    for hit in index.search("工会", limit=20, passages=3)["hits"]:
        blocks = body.parse(documents[hit["id"]].body)
        anchors = body.anchors(blocks, documents[hit["id"]].anchors)
        for snippet in hit["snippets"]:
            block = blocks[anchors.index(snippet["anchor"])]
            assert snippet["text"].strip("…") in block.text
            if block.kind == "heading":
                continue
            above = [b.text for b in blocks[: blocks.index(block)] if b.kind == "heading"]
            assert snippet["section"] == (above[-1] if above else "")


def test_unquoted_chinese_pieces_are_read_as_typed(archive: Path) -> None:
    documents = list(Store(archive).documents())
    blocks = {document.id: _blocks(document) for document in documents}
    index = search.open_index(archive)
    pieces = [p for p in _pieces(documents, 1500) if not re.search(r"[\s()（）*“”\"-]|[：:]", p)]
    assert len(pieces) > 500
    for piece in pieces:
        assert index.search(piece, limit=0, plain=True)["total"] == len(_expected(piece, blocks)), piece
