"""The search page: the markup that its scripts fill."""

from __future__ import annotations

from html import escape

SCRIPTS = ("shards", "fold", "bits", "grammar", "grams", "near", "evaluate", "lexicon", "query", "passages", "view",
           "kwic", "suggest", "page")
"""Files of ``assets/search/``, in the order in which they are read."""

_PAGE = """<link rel="stylesheet" href="{root}assets/search/search.css">
<div class="gs" data-root="{root}" data-shards="{root}search/shards/">
<form data-part="form" role="search" method="get">
<span class="gs-typing"><input type="text" enterkeyhint="search" name="q" aria-label="检索式" autocomplete="off" \
autocapitalize="off" spellcheck="false" role="combobox" aria-autocomplete="list" aria-expanded="false" \
aria-controls="gs-suggestions">
<ul id="gs-suggestions" role="listbox" aria-label="补全" data-part="suggestions" hidden></ul></span>
<button type="submit">检索</button>
<label>排序 <select name="sort"><option value="relevance">相关在前</option><option value="newest">新的在前</option>\
<option value="oldest">旧的在前</option></select></label>
<label>显示方式 <select name="view"><option value="hits">按文稿，摘出段落</option>\
<option value="kwic">逐条，对齐前后文</option></select></label>
</form>
<noscript><p>检索需要 JavaScript；目录页不需要。</p></noscript>
<p><strong data-part="count"></strong> <span class="gs-status" data-part="status" role="status"></span></p>
<ul data-part="chips" aria-label="已展开和已筛选"></ul>
<div data-part="problem"></div>
<div class="gs-columns">
<div><div data-part="kwic"></div><ol data-part="hits" aria-label="结果"></ol><p data-part="more"></p></div>
<nav data-part="facets" aria-label="筛选"></nav>
</div>
</div>
{scripts}
"""


def search_page_html(root: str = "../") -> str:
    """The content of the page ``/search/``; ``root`` leads from it to the root of the site."""
    root = escape(root)
    scripts = "\n".join(f'<script src="{root}assets/search/{name}.js"></script>' for name in SCRIPTS)
    return _PAGE.format(root=root, scripts=scripts)
