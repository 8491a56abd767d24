/** Which sentences of two texts belong together: as room/align.py, answer for answer. All numbers are integers. */
(function (room) {
  "use strict";

  const LIKE = 380;
  const MOVED = 560;
  const PART = 600;
  const SHORTEST = 8;
  const MOST = 16;
  const NEAR = 4;
  const COMMON = 64;
  const { byNumbers } = room.texts;
  const { floor } = Math;

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

  /** [i, j, worth] of pairs: more in sections that belong together. */
  const weigh = (a, b, likes, grams, pairs) => likes.map(([i, j, like]) => {
    const worth = like * (grams.totalsA[i] + grams.totalsB[j] + 2);
    return [i, j, pairs.get(a.sentences[i].section) === b.sentences[j].section ? floor(worth * 5 / 4) : worth];
  });

  /** The heaviest set of weighed pairs in which both texts go forward; `width`: the sentences of the later one. */
  function chain(weighed, width) {
    const tree = new Array(width + 1).fill(null).map(() => [0, -1]);
    const steps = [];
    const upTo = (at) => {
      let best = [0, -1];
      for (; at > 0; at -= at & -at) if (tree[at][0] > best[0]) best = tree[at];
      return best;
    };
    for (const [i, j, worth] of weighed.slice().sort((x, y) => x[0] - y[0] || y[1] - x[1])) {
      const before = upTo(j);
      steps.push([i, j, before[1]]);
      const value = [before[0] + worth, steps.length - 1];
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

  /** Sections that moved as a whole: what goes forward in both did not move within them. */
  function settle(links, a, b, pairs) {
    const out = [];
    pairs.forEach((other, section) => {
      const mine = links.filter((link) => a.sentences[link.a[0]].section === section
        && b.sentences[link.b[0]].section === other);
      const moved = 2 * mine.filter((link) => link.moved).length > mine.length;
      if (moved) {
        const weights = mine.map((link) => [link.a[0], link.b[0], link.b.reduce((sum, j) => sum + b.sentences[j].size, 0)]);
        const stayed = new Set(chain(weights, b.sentences.length).map((pair) => pair.join(" ")));
        for (const link of mine) link.moved = !stayed.has(`${link.a[0]} ${link.b[0]}`);
      }
      out.push({ a: section, b: other, moved });
    });
    return out.sort((x, y) => x.b - y.b);
  }

  function align(a, b) {
    const grams = gramsOf(a, b);
    const likes = candidates(a, b, grams);
    const pairs = matchSections(a, b, likes);
    const links = chain(weigh(a, b, likes, grams, pairs), b.sentences.length).map(([i, j]) => ({ a: [i], b: [j], moved: false }));
    links.push(...others(a, b, likes, links, pairs).map(([i, j]) => ({ a: [i], b: [j], moved: true })));
    links.sort((x, y) => x.b[0] - y.b[0]);
    join(links, a, b, grams);
    return { links, sections: settle(links, a, b, pairs) };
  }
  room.align = align;
})((window.gonghuiRoom = window.gonghuiRoom || {}));
