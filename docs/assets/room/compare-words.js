/** The words of a change (room/words.py) and the wordings that are new (room/wordings.py), answer for answer. */
(function (room) {
  "use strict";

  const { key, size, byText } = room.texts;

  const TOKEN = /[0-9]+(?:[.,，．][0-9]+)*[%％‰]?|[A-Za-z]+|./gsu;

  /** @returns {[string, string][]} `=`, `-` or `+` and the text */
  function difference(old, young) {
    const a = old.match(TOKEN) || [];
    const b = young.match(TOKEN) || [];
    const least = Math.min(a.length, b.length);
    let head = 0;
    while (head < least && a[head] === b[head]) head += 1;
    let tail = 0;
    while (tail < least - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
    return parts([...a.slice(0, head).map((t) => ["=", t]),
      ...common(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
      ...a.slice(a.length - tail).map((t) => ["=", t])]);
  }

  function common(a, b) {
    const masks = new Map();
    a.forEach((token, i) => masks.set(token, (masks.get(token) || 0n) | 1n << BigInt(i)));
    const full = (1n << BigInt(a.length)) - 1n;
    let row = full;
    const rows = b.map((token) => {
      const same = row & (masks.get(token) || 0n);
      row = (row + same | row - same) & full;
      return row;
    });
    const steps = [];
    let i = a.length;
    let j = b.length;
    const bit = (number, at) => (number >> BigInt(at)) & 1n;
    while (i && j) {
      if (bit(rows[j - 1], i - 1)) steps.push(["-", a[i -= 1]]);
      else {
        j -= 1;
        if (j && !bit(rows[j - 1], i - 1)) steps.push(["+", b[j]]);
        else steps.push(["=", a[i -= 1]]);
      }
    }
    while (i) steps.push(["-", a[i -= 1]]);
    while (j) steps.push(["+", b[j -= 1]]);
    return steps.reverse();
  }

  function parts(steps) {
    const runs = [];
    for (const [sign, token] of steps) {
      const last = runs[runs.length - 1];
      if (last && last[0] === sign) last[1] += token;
      else runs.push([sign, token]);
    }
    const out = [];
    let gone = "";
    let come = "";
    const flush = () => {
      if (gone) out.push(["-", gone]);
      if (come) out.push(["+", come]);
      gone = come = "";
    };
    runs.forEach(([sign, text], number) => {
      if (sign === "=" && !(number > 0 && number < runs.length - 1 && size(text) === 1)) {
        flush();
        out.push([sign, text]);
      } else {
        if (sign !== "+") gone += text;
        if (sign !== "-") come += text;
      }
    });
    flush();
    return out;
  }

  // wordings

  const SHORT = 4;
  const LONG = 16;
  const TOLD = 24;
  const TOLD_QUOTED = 16;
  const QUOTED = /[“「『《]([^“”「」『』《》，。；！？]{2,24})[”」』》]/gu;
  const BREAK = /[^\p{L}\p{N}]+|[0-9]+/u;
  const EDGE = new Set("的了和与及在是对为把被将以从到等也都而并又或各我你他其这那有要就更还不再最很个们年月日来去上下中内外后前");

  function occurrences(text, piece) {
    return text.split(piece).length - 1;
  }

  function wordings(old, young) {
    const before = old.map(key).join("\n");
    const after = young.map(key).join("\n");
    const quoted = new Map();
    for (const text of young) {
      for (const m of text.matchAll(QUOTED)) {
        const told = key(m[1]);
        if (size(told) >= 2 && !before.includes(told) && !quoted.has(told)) quoted.set(told, m[1]);
      }
    }
    const out = Array.from(quoted, ([told, text]) => ({ text, count: occurrences(after, told), quoted: true }));
    out.sort((x, y) => y.count - x.count || byText(x.text, y.text));
    const said = repeated(young, before).filter((w) => !Array.from(quoted.keys()).some((told) => told.includes(w.text)));
    said.sort((x, y) => y.count * size(y.text) - x.count * size(x.text) || byText(x.text, y.text));
    return [...out.slice(0, Math.max(TOLD_QUOTED, TOLD - said.length)), ...said].slice(0, TOLD);
  }

  function repeated(paragraphs, before) {
    const counts = new Map();
    const opens = new Set();
    const ends = new Set();
    for (const text of paragraphs) {
      for (const told of text.split(BREAK).map(key).filter(Boolean)) {
        const clause = Array.from(told);
        for (let start = 0; start + SHORT <= clause.length; start += 1) {
          if (EDGE.has(clause[start])) continue;
          const bounded = start === 0 || EDGE.has(clause[start - 1]);
          for (let end = start + SHORT; end <= Math.min(start + LONG, clause.length); end += 1) {
            if (EDGE.has(clause[end - 1])) continue;
            const piece = clause.slice(start, end).join("");
            counts.set(piece, (counts.get(piece) || 0) + 1);
            if (bounded) opens.add(piece);
            if (end === clause.length || EDGE.has(clause[end])) ends.add(piece);
          }
        }
      }
    }
    const found = [];
    counts.forEach((count, piece) => {
      if (count > 1 && opens.has(piece) && ends.has(piece) && !before.includes(piece)) found.push(piece);
    });
    found.sort((x, y) => size(y) - size(x) || byText(x, y));
    const kept = [];
    const longer = new Map();
    for (const piece of found) {
      const count = counts.get(piece);
      if ((longer.get(piece) || 0) >= count) continue;
      kept.push({ text: piece, count, quoted: false });
      const letters = Array.from(piece);
      for (let start = 0; start < letters.length; start += 1) {
        for (let end = start + SHORT; end <= letters.length; end += 1) {
          const part = letters.slice(start, end).join("");
          longer.set(part, Math.max(longer.get(part) || 0, count));
        }
      }
    }
    return kept;
  }
  Object.assign(room, { difference, wordings });
})((window.gonghuiRoom = window.gonghuiRoom || {}));
