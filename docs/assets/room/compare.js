/**
 * Two documents side by side: as room/sentences.py, align.py, words.py, wordings.py and compare.py, answer for answer.
 * All numbers are integers. Texts are arrays of [level, text]; characters are code points.
 */
(function (room) {
  "use strict";

  const END = /[^。！？；!?;]*[。！？；!?;]+[”’」』）)】》"']*|[^。！？；!?;]+/gu;
  const KEPT = /[\p{L}\p{N}%‰□×]|(?<=[0-9])\.(?=[0-9])/gu;
  const NUMBER = new RegExp("^\\s*(?:第?[一二三四五六七八九十百〇零]+[、.．：章节篇]|第[一二三四五六七八九十百〇零]+(?:部分|个)?"
    + "|[(（][一二三四五六七八九十百0-9]+[)）]|[0-9]+[、.．)）])\\s*", "u");
  const LIKE = 380;
  const MOVED = 560;
  const PART = 600;
  const SHORTEST = 8;
  const MOST = 16;
  const NEAR = 4;
  const COMMON = 64;

  const narrow = (text) => text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const key = (text) => (narrow(text).match(KEPT) || []).join("").toLowerCase();
  const headingKey = (text) => key(text.replace(NUMBER, ""));
  const size = (text) => Array.from(text).length;
  const floor = Math.floor;
  /** Compares arrays of numbers, the first that differ decide. */
  const byNumbers = (one, two) => {
    for (let i = 0; i < one.length; i += 1) if (one[i] !== two[i]) return one[i] - two[i];
    return 0;
  };
  /** By code points, as Python orders strings. */
  const byText = (one, two) => {
    const a = Array.from(one, (c) => c.codePointAt(0));
    const b = Array.from(two, (c) => c.codePointAt(0));
    for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
  };

  function cut(blocks) {
    const sections = [{ heading: "", key: "", block: -1 }];
    const sentences = [];
    blocks.forEach(([level, text], block) => {
      if (level > 1) sections.push({ heading: text, key: headingKey(text), block });
      else if (level === 0) {
        for (const piece of text.match(END) || []) {
          const told = key(piece);
          if (told) sentences.push({ text: piece.trim(), key: told, size: size(told), section: sections.length - 1, block });
        }
      }
    });
    return { sections, sentences };
  }

  function pairsOf(text) {
    const letters = Array.from(text);
    const out = new Set();
    for (let i = 0; i < Math.max(letters.length - 1, 1); i += 1) out.add(letters.slice(i, i + 2).join(""));
    return out;
  }

  const both = (one, two) => new Set([...one].filter((gram) => two.has(gram)));

  /** Pairs of characters of every sentence, their weights, and what sentences share. */
  function gramsOf(a, b) {
    const own = { a: a.sentences.map((s) => pairsOf(s.key)), b: b.sentences.map((s) => pairsOf(s.key)) };
    const counts = new Map();
    for (const grams of [...own.a, ...own.b]) for (const gram of grams) counts.set(gram, (counts.get(gram) || 0) + 1);
    const number = own.a.length + own.b.length;
    const common = number >= COMMON ? floor(number / 8) : number;
    const weight = new Map();
    counts.forEach((count, gram) => weight.set(gram, count <= common ? 32 - Math.clz32(floor(number / count)) : 0));
    const total = (grams) => {
      let sum = 0;
      for (const gram of grams) sum += weight.get(gram);
      return sum;
    };
    const where = new Map();
    own.b.forEach((grams, j) => {
      for (const gram of grams) {
        if (!weight.get(gram)) continue;
        if (where.has(gram)) where.get(gram).push(j);
        else where.set(gram, [j]);
      }
    });
    const shared = own.a.map((grams) => {
      const row = new Map();
      for (const gram of grams) for (const j of where.get(gram) || []) row.set(j, (row.get(j) || 0) + weight.get(gram));
      return row;
    });
    return { a: own.a, b: own.b, total, totalsA: own.a.map(total), totalsB: own.b.map(total), shared };
  }

  /** [i, j, likeness] of pairs that may belong together, in order. */
  function candidates(a, b, grams) {
    const equal = new Map();
    b.sentences.forEach((s, j) => equal.set(s.key, [...(equal.get(s.key) || []), j]));
    const out = [];
    a.sentences.forEach((s, i) => {
      const found = new Map();
      grams.shared[i].forEach((shared, j) => found.set(j, floor(2000 * shared / (grams.totalsA[i] + grams.totalsB[j]))));
      for (const j of equal.get(s.key) || []) found.set(j, 1000);
      const best = [];
      found.forEach((like, j) => { if (like >= LIKE) best.push([-like, apart(i, j, a, b), j]); });
      best.sort(byNumbers).splice(MOST);
      best.sort((x, y) => x[2] - y[2]);
      for (const [minus, , j] of best) out.push([i, j, -minus]);
    });
    return out;
  }

  const apart = (i, j, a, b) => Math.abs(i * b.sentences.length - j * a.sentences.length);

  /** Sections that belong together: of `a` to of `b`. */
  function matchSections(a, b, likes) {
    const best = new Map();
    for (const [i, j, like] of likes) {
      const one = [-like, apart(i, j, a, b), j];
      if (byNumbers(one, best.get(i) || [0, 0, 0]) < 0) best.set(i, one);
    }
    const votes = new Map();
    best.forEach(([minus, , j], i) => {
      const at = `${a.sentences[i].section} ${b.sentences[j].section}`;
      votes.set(at, (votes.get(at) || 0) - minus * a.sentences[i].size);
    });
    const sizesA = sizes(a);
    const sizesB = sizes(b);
    const scored = [];
    a.sections.forEach((mine, s) => b.sections.forEach((theirs, t) => {
      const heading = alike(mine.key, theirs.key);
      const share = Math.min(floor((votes.get(`${s} ${t}`) || 0) / Math.max(Math.min(sizesA[s], sizesB[t]), 1)), 1000);
      if (heading >= 600 || share >= 300) {
        scored.push([-heading - share, Math.abs(s * b.sections.length - t * a.sections.length), s, t]);
      }
    }));
    const out = new Map();
    const taken = new Set();
    for (const [, , s, t] of scored.sort(byNumbers)) {
      if (!out.has(s) && !taken.has(t)) {
        out.set(s, t);
        taken.add(t);
      }
    }
    if (!out.has(0) && !taken.has(0)) out.set(0, 0);
    return out;
  }

  function sizes(text) {
    const out = text.sections.map(() => 0);
    for (const s of text.sentences) out[s.section] += s.size;
    return out;
  }

  function alike(a, b) {
    if (!a || !b) return 0;
    const one = pairsOf(a);
    const two = pairsOf(b);
    return floor(2000 * both(one, two).size / (one.size + two.size));
  }

  /** The heaviest set of pairs in which both texts go forward. */
  function chain(a, b, likes, grams, pairs) {
    const width = b.sentences.length;
    const tree = new Array(width + 1).fill(null).map(() => [0, -1]);
    const steps = [];
    const upTo = (at) => {
      let best = [0, -1];
      for (; at > 0; at -= at & -at) if (tree[at][0] > best[0]) best = tree[at];
      return best;
    };
    for (const [i, j, like] of likes.slice().sort((x, y) => x[0] - y[0] || y[1] - x[1])) {
      const worth = like * (grams.totalsA[i] + grams.totalsB[j] + 2);
      const same = pairs.get(a.sentences[i].section) === b.sentences[j].section;
      const before = upTo(j);
      steps.push([i, j, before[1]]);
      const value = [before[0] + (same ? floor(worth * 5 / 4) : worth), steps.length - 1];
      for (let at = j + 1; at <= width; at += at & -at) if (value[0] > tree[at][0]) tree[at] = value;
    }
    const out = [];
    for (let step = upTo(width)[1]; step >= 0; step = steps[step][2]) out.push([steps[step][0], steps[step][1]]);
    return out.reverse();
  }

  /** Pairs out of order, the likest first. */
  function others(a, b, likes, links, pairs) {
    const usedA = new Set(links.map((link) => link.a[0]));
    const usedB = new Set(links.map((link) => link.b[0]));
    const rest = [];
    for (const [i, j, like] of likes) {
      if (like < MOVED || usedA.has(i) || usedB.has(j)) continue;
      if (Math.min(a.sentences[i].size, b.sentences[j].size) >= SHORTEST) {
        const same = pairs.get(a.sentences[i].section) === b.sentences[j].section;
        rest.push([-like, same ? 0 : 1, apart(i, j, a, b), i, j]);
      }
    }
    const out = [];
    for (const [, , , i, j] of rest.sort(byNumbers)) {
      if (!usedA.has(i) && !usedB.has(j)) {
        usedA.add(i);
        usedB.add(j);
        out.push([i, j]);
      }
    }
    return out;
  }

  /** Puts parts to what was split or merged. */
  function join(links, a, b, grams) {
    const freeA = new Set(a.sentences.keys());
    const freeB = new Set(b.sentences.keys());
    for (const link of links) {
      link.a.forEach((i) => freeA.delete(i));
      link.b.forEach((j) => freeB.delete(j));
    }
    for (const link of links) {
      let grown = a.sentences[link.a[0]].key !== b.sentences[link.b[0]].key;
      while (grown) {
        grown = false;
        for (const [mine, theirs, free, ofMine, ofTheirs] of
          [[link.b, link.a, freeB, grams.b, grams.a], [link.a, link.b, freeA, grams.a, grams.b]]) {
          const near = [];
          for (let n = 1; n < NEAR; n += 1) near.push(mine[mine.length - 1] + n);
          for (let n = 1; n < NEAR; n += 1) near.push(mine[0] - n);
          for (const one of near) {
            if (free.has(one) && belongs(one, mine, theirs, ofMine, ofTheirs, grams.total)) {
              free.delete(one);
              mine.push(one);
              mine.sort((x, y) => x - y);
              grown = true;
            }
          }
        }
      }
    }
  }

  const union = (numbers, of) => new Set([].concat(...numbers.map((n) => [...of[n]])));

  function belongs(one, mine, theirs, ofMine, ofTheirs, total) {
    const them = union(theirs, ofTheirs);
    const us = union(mine, ofMine);
    const whole = total(ofMine[one]);
    if (!whole || 1000 * total(both(ofMine[one], them)) < PART * whole) return false;
    const more = new Set([...us, ...ofMine[one]]);
    const like = (side) => floor(2000 * total(both(side, them)) / Math.max(total(side) + total(them), 1));
    return like(more) > like(us);
  }

  /** Sections that moved as a whole: their sentences did not move within them. */
  function settle(links, a, b, pairs) {
    const out = [];
    pairs.forEach((other, section) => {
      const mine = links.filter((link) => a.sentences[link.a[0]].section === section
        && b.sentences[link.b[0]].section === other);
      const moved = 2 * mine.filter((link) => link.moved).length > mine.length;
      let last = -1;
      for (const link of moved ? mine : []) {
        if (link.moved && link.a[0] > last) link.moved = false;
        last = Math.max(last, link.a[link.a.length - 1]);
      }
      out.push({ a: section, b: other, moved });
    });
    return out.sort((x, y) => x.b - y.b);
  }

  function align(a, b) {
    const grams = gramsOf(a, b);
    const likes = candidates(a, b, grams);
    const pairs = matchSections(a, b, likes);
    const links = chain(a, b, likes, grams, pairs).map(([i, j]) => ({ a: [i], b: [j], moved: false }));
    links.push(...others(a, b, likes, links, pairs).map(([i, j]) => ({ a: [i], b: [j], moved: true })));
    links.sort((x, y) => x.b[0] - y.b[0]);
    join(links, a, b, grams);
    return { links, sections: settle(links, a, b, pairs) };
  }

  // the words of a change

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

  // the whole

  function row(link, a, b) {
    const old = link.a.map((i) => a.sentences[i]);
    const young = link.b.map((j) => b.sentences[j]);
    const joined = (all, name) => all.map((s) => s[name]).join("");
    const state = joined(old, "key") === joined(young, "key") ? "kept" : "changed";
    return { state, moved: link.moved, a: link.a, b: link.b,
      parts: state === "kept" ? [] : difference(joined(old, "text"), joined(young, "text")) };
  }

  /** The sections in the order of the later text; what was dropped stands where it would have stood. */
  function facing(a, b, matched, rows, used) {
    const ofA = new Map(matched.map((m) => [m.a, m.b]));
    const ofB = new Map(matched.map((m) => [m.b, m]));
    const gone = a.sections.map(() => []);
    a.sentences.forEach((s, i) => { if (!used.has(i)) gone[s.section].push(i); });
    const dropped = (i) => ({ state: "dropped", moved: false, a: [i], b: [], parts: [] });
    const behind = new Map([[-1, []]]);
    b.sections.forEach((_, number) => behind.set(number, []));
    let last = -1;
    a.sections.forEach((_, number) => {
      if (ofA.has(number)) {
        last = ofA.get(number);
        const into = rows[last];
        for (const i of gone[number]) {
          let at = 0;
          into.forEach((one, n) => {
            if (one.a.length && !one.moved && one.a[0] < i && a.sentences[one.a[0]].section === number) at = n + 1;
          });
          into.splice(at, 0, dropped(i));
        }
      } else if (number || gone[number].length) {
        behind.get(last).push({ a: number, b: null, moved: false, rows: gone[number].map(dropped) });
      }
    });
    const out = behind.get(-1);
    b.sections.forEach((_, number) => {
      const pair = ofB.get(number);
      if (number || rows[number].length || (pair && (a.sentences.length || b.sentences.length))) {
        out.push({ a: pair ? pair.a : null, b: number, moved: Boolean(pair && pair.moved), rows: rows[number] });
      }
      out.push(...behind.get(number));
    });
    const headed = (one) => (one.a !== null && a.sections[one.a].heading) || (one.b !== null && b.sections[one.b].heading);
    return out.filter((one) => one.rows.length || headed(one));
  }

  function countsOf(sections, b) {
    const out = { kept: 0, changed: 0, new: 0, dropped: 0, moved: 0 };
    let kept = 0;
    for (const one of sections) {
      for (const r of one.rows) {
        out[r.state] += r.state === "dropped" ? r.a.length : r.b.length;
        if (r.moved) out.moved += r.b.length;
        if (r.state === "kept") for (const j of r.b) kept += b.sentences[j].size;
      }
    }
    out.share = floor(100 * kept / Math.max(b.sentences.reduce((sum, s) => sum + s.size, 0), 1));
    return out;
  }

  /**
   * Compares an earlier and a later text. @param {[number, string][]} one @param {[number, string][]} two
   * @returns {{counts: object, sections: object[], wordings: object[]}} as room.compare.as_json
   */
  function compare(one, two) {
    const a = cut(one);
    const b = cut(two);
    const { links, sections: matched } = align(a, b);
    const rows = b.sections.map(() => []);
    const usedA = new Set();
    const usedB = new Set();
    for (const link of links) {
      rows[b.sentences[link.b[0]].section].push(row(link, a, b));
      link.a.forEach((i) => usedA.add(i));
      link.b.forEach((j) => usedB.add(j));
    }
    b.sentences.forEach((s, j) => {
      if (!usedB.has(j)) rows[s.section].push({ state: "new", moved: false, a: [], b: [j], parts: [] });
    });
    rows.forEach((all) => all.sort((x, y) => x.b[0] - y.b[0]));
    const sections = facing(a, b, matched, rows, usedA);
    const told = (text, numbers) => numbers.map((n) => [text.sentences[n].block, text.sentences[n].text]);
    const texts = (blocks) => blocks.filter(([level]) => level !== 1).map(([, text]) => text);
    return {
      counts: countsOf(sections, b),
      sections: sections.map((f) => ({
        a: f.a === null ? null : a.sections[f.a].heading, b: f.b === null ? null : b.sections[f.b].heading,
        moved: f.moved,
        rows: f.rows.map((r) => ({ state: r.state, moved: r.moved, a: told(a, r.a), b: told(b, r.b),
          from: r.moved ? a.sections[a.sentences[r.a[0]].section].heading : null, parts: r.parts })),
      })),
      wordings: wordings(texts(one), texts(two)),
    };
  }

  room.compare = compare;
})((window.gonghuiRoom = window.gonghuiRoom || {}));
