/**
 * Two documents side by side: as room/compare.py, answer for answer. Texts are arrays of [level, text]. The parts of it
 * are compare-cut.js, compare-align.js and compare-words.js, which are read before.
 */
(function (room) {
  "use strict";

  const { cut } = room.texts;
  const { align, difference, wordings } = room;

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
    out.share = Math.floor(100 * kept / Math.max(b.sentences.reduce((sum, s) => sum + s.size, 0), 1));
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
