"""Gold text in simplified script, as records are: fold_gold.py GOLD.json > FOLDED.json"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scraper.script import simplify

gold = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
json.dump([{**page, "body": simplify(page["body"])} for page in gold], sys.stdout, ensure_ascii=False)
