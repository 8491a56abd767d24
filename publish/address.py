"""Addresses of pages, relative to the root of the site.

An address ends in ``/`` and is what canonical links and the sitemap say; a
link names ``index.html`` as well, so that the site also opens from a folder.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

_PLAIN = re.compile(r"[0-9a-z\u3400-\u9fff]+(?:-[0-9a-z\u3400-\u9fff]+)*")
_LONGEST = 40


def document(id: str) -> str:
    """The reading page of a document.

    >>> document("7k2m9qxa")
    'd/7k2m9qxa/'
    """
    return f"d/{id}/"


def original(id: str, copy: int = 1) -> str:
    """The audit view of a document's copy (from 1, best first).

    >>> original("7k2m9qxa"), original("7k2m9qxa", 2)
    ('d/7k2m9qxa/original/', 'd/7k2m9qxa/original/2/')
    """
    return f"d/{id}/original/" + (f"{copy}/" if copy > 1 else "")


def copies(id: str) -> str:
    """The page of a document's web copies.

    >>> copies("7k2m9qxa")
    'd/7k2m9qxa/copies/'
    """
    return f"d/{id}/copies/"


def slug(value: str) -> str:
    """A name for a folder on every file system; apart for different values.

    >>> slug("哈尔滨市总工会"), slug("A/B")
    ('哈尔滨市总工会', 'a-b-998d3e')
    """
    if len(value) <= _LONGEST and _PLAIN.fullmatch(value):
        return value
    stem = "-".join(re.findall(r"[0-9a-z\u3400-\u9fff]+", value.lower()))[:_LONGEST].strip("-")
    return f"{stem}-{hashlib.sha256(value.encode()).hexdigest()[:6]}".lstrip("-")


def page(base: str, number: int) -> str:
    """The address of page ``number`` (from 1) of a listing.

    >>> page("years/2013/", 1), page("years/2013/", 2)
    ('years/2013/', 'years/2013/page/2/')
    """
    return base if number == 1 else f"{base}page/{number}/"


def link(root: str, address: str, anchor: str = "") -> str:
    """A link to ``address`` from a page whose way up is ``root`` (``""``, ``"../"``, ``"../../"`` ...).

    >>> link("../", "d/7k2m9qxa/", "p-1"), link("", "documents.csv"), link("", "speakers/朴逸/")
    ('../d/7k2m9qxa/index.html#p-1', 'documents.csv', 'speakers/%E6%9C%B4%E9%80%B8/index.html')
    """
    target = quote(address) + ("index.html" if not address or address.endswith("/") else "")
    return root + target + (f"#{anchor}" if anchor else "")


def root_of(address: str) -> str:
    """The way from a page up to the root of the site.

    >>> root_of(""), root_of("d/7k2m9qxa/")
    ('', '../../')
    """
    return "../" * address.count("/")


def absolute(site_url: str, address: str) -> str:
    """The full address, as canonical links say it; without a site address the address itself."""
    return site_url.rstrip("/") + "/" + quote(address) if site_url else address
