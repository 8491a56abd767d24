"""Cost against size, drawn: milliseconds of processor a document, one line a step, sizes on a logarithmic axis.

    python -m benchmarks.chart FILE.json > FILE.svg

draws what ``python -m benchmarks.scale --json`` wrote.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

STEPS = {"scrape": "#8a1f11", "build": "#1f5c8a", "index": "#2f6b2f"}
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 640, 320, 48, 84, 16, 40


def draw(told: Sequence[dict[str, Any]]) -> str:
    """The picture of the sizes ``told``: rows with ``copies`` and ``steps`` (``step``, ``each`` in milliseconds).

    >>> draw([{"copies": n, "steps": [{"step": "index", "each": 2.0}]} for n in (200, 2000)]).count("<circle")
    2
    """
    points = {step: [(row["copies"], cost["each"]) for row in told for cost in row["steps"] if cost["step"] == step]
              for step in STEPS}
    sizes = sorted({row["copies"] for row in told})
    most = max((each for line in points.values() for _, each in line), default=1.0)
    unit = 10.0 if most > 20 else 2.0
    top = math.ceil(most / unit) * unit
    low, high = math.log(sizes[0]), math.log(sizes[-1])

    def at(size: float, each: float) -> tuple[float, float]:
        share = (math.log(size) - low) / (high - low) if high > low else 0.5
        return (round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1),
                round(_HEIGHT - _FOOT - each / top * (_HEIGHT - _TOP - _FOOT), 1))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
           'font-family="sans-serif" font-size="13" fill="currentColor">',
           "<title>Milliseconds of processor a document, by the number of copies</title>",
           f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/><g fill="#333">']
    for number in range(round(top / unit) + 1):
        y = at(sizes[0], number * unit)[1]
        out.append(f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
                   f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{number * unit:g}</text>')
    ticks = [n * 10**power for power in range(7) for n in (1, 2, 5) if sizes[0] <= n * 10**power <= sizes[-1]]
    out += [f'<text x="{at(size, 0)[0]}" y="{_HEIGHT - 20}" text-anchor="middle">{size:,}</text>' for size in ticks]
    out.append(f'<text x="{_LEFT}" y="{_HEIGHT - 4}">copies (logarithmic); upward: ms of processor a copy</text></g>')
    for step, colour in STEPS.items():
        if line := [at(*point) for point in points[step]]:
            path = " ".join(f"{x},{y}" for x, y in line)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in line]
            out.append(f'<text x="{line[-1][0] + 8}" y="{line[-1][1] + 4}" fill="{colour}">{escape(step)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def main() -> None:
    print(draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), end="")


if __name__ == "__main__":
    main()
