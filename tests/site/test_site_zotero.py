"""A document page read as Zotero reads it.

The rules are those of its translators "Embedded Metadata" and "RDF": which names become which fields, which
prefixes are statements, which of several names for one field goes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.html

PRESS = {  # a name that ends so -> field; a later row goes before an earlier one
    "citation_title": "title", "citation_publication_date": "date", "citation_date": "date",
    "citation_conference_title": "conferenceName", "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number", "citation_publisher": "publisher", "citation_public_url": "url",
    "citation_language": "language",
}
PREFIXES = {"dcterms", "z", "eprints", "bib", "dc", "og", "prism"}
FIRST_OF = {
    "publicationTitle": ("prism:publicationName", "eprints:publication", "dcterms:source", "og:site_name"),
    "place": ("eprints:place_of_pub", "eprints:event_location"),
    "meetingName": ("bib:presentedAt",),
    "type": ("dcterms:type",),
    "itemType": ("z:itemType",),
}


def zotero(html: str) -> dict[str, object]:
    """The item that a page becomes."""
    meta = [(m.get("name"), m.get("content")) for m in lxml.html.fromstring(html).xpath("//head/meta[@name]")]
    statements: dict[str, list[str]] = {}
    for name, value in meta:
        if (m := re.match(r"(\w+?)[.:_](.)(.*)", name)) and m[1].lower() in PREFIXES:
            statements.setdefault(f"{m[1].lower()}:{m[2].lower()}{m[3]}", []).append(value)
    item: dict[str, object] = {}
    for field, predicates in FIRST_OF.items():
        found = [statements[p][0] for p in predicates if p in statements]
        item[field] = found[0] if found else None
    for name, field in PRESS.items():
        if told := [v for k, v in meta if k.endswith(name)]:
            item[field] = ", ".join(told)
    item["creators"] = [v for k, v in meta if k.endswith("citation_author")]
    return item


def test_a_report_gives_title_author_date_and_place(html: Callable[[str], str]) -> None:
    item = zotero(html("d/7k2m9qxa/"))
    assert item == {
        "itemType": "report", "title": "青岚市总工会十届三次全委会议上的工作报告", "creators": ["柏志远"],
        "date": "2013/03/07", "place": "浙江省杭州市", "institution": "青岚市总工会", "publisher": "青岚市总工会",
        "number": "青工〔2013〕5号", "type": "报告", "meetingName": "青岚市总工会十届三次全委会议",
        "publicationTitle": None, "url": "https://gonghui.example/d/7k2m9qxa/", "language": "zh-CN",
    }


def test_a_speech_is_a_presentation_and_what_is_not_told_stays_empty(html: Callable[[str], str]) -> None:
    speech = zotero(html("d/eeee5555/"))
    assert (speech["itemType"], speech["creators"], speech["date"]) == ("presentation", ["荀明哲"], "2014/05")
    other = zotero(html("d/bbbb2222/"))
    assert (other["itemType"], other["creators"], other["place"]) == ("document", [], None)
    assert "date" not in other
