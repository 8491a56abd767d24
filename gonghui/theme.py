"""The theme of the site: Material with our templates laid over it, and nothing from outside.

A site that names no theme gets ours; a site that uses Material gets our
templates below its own; any other theme keeps all of its own and gets only
our style sheet and script.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

import publish

STYLES = ("assets/gonghui/site.css", "assets/gonghui/document.css")
SCRIPTS = ("assets/gonghui/site.js", "assets/room/basket.js")
_SETTINGS: dict[str, Any] = {
    "language": "zh",
    "font": False,
    "features": ["navigation.tabs", "navigation.top", "toc.follow"],
    "palette": [
        {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom", "accent": "custom",
         "toggle": {"icon": "material/weather-night", "name": "切换到深色"}},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom",
         "toggle": {"icon": "material/weather-sunny", "name": "切换到浅色"}},
    ],
    "icon": {"logo": "material/script-text-outline"},
}


def policy(serving: bool = False) -> str:
    """The Content-Security-Policy of every page; ``mkdocs serve`` puts a script of its own into the preview."""
    script = "'self' 'unsafe-inline'" if serving else "'self'"
    return (f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'")


def docs() -> Path:
    """The hand-written pages and theme files: inside the package in a wheel, beside it in a checkout."""
    inside = Path(publish.__file__).parent / "docs"
    return inside if inside.is_dir() else Path(publish.__file__).parent.parent / "docs"


def configuration() -> Path:
    """The configuration of a site for an archive that has none of its own."""
    return docs().parent / "mkdocs.yml"


def prepare(config: MkDocsConfig) -> bool:
    """Lay our templates over Material; whether they are in force."""
    if not _names_theme(config):
        config.theme = Theme(name="material", **_SETTINGS)
    config.extra_css[:0] = [s for s in STYLES if s not in config.extra_css]
    config.extra_javascript[:0] = [s for s in SCRIPTS if s not in config.extra_javascript]
    if config.theme.name != "material":
        return False
    config.theme["font"] = False
    config.theme.static_templates |= {"404.html"}
    config.extra.setdefault("generator", False)
    ours = str(docs() / "overrides")
    if ours not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)
    return True


def _names_theme(config: MkDocsConfig) -> bool:
    """Whether the site's configuration speaks of a theme at all; MkDocs fills in its own silently."""
    path = config.config_file_path
    text = Path(path).read_text(encoding="utf-8") if path and Path(path).is_file() else ""
    return config.theme.name != "mkdocs" or re.search(r"^(?:theme|INHERIT)\s*:", text, re.M) is not None


def add_assets(files: Files, config: MkDocsConfig) -> None:
    """Our style sheets and scripts, for a site whose ``docs_dir`` does not hold them."""
    folder = docs() / "assets"
    for path in sorted(folder.rglob("*")):
        uri = f"assets/{path.relative_to(folder).as_posix()}"
        if path.is_file() and not files.get_file_from_path(uri):
            files.append(File.generated(config, uri, abs_src_path=str(path)))
