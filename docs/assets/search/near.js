/**
 * NEAR: the documents in which words stand near each other, without loading more than `NEAR.most` bytes for it.
 *
 * The places of a common character fill megabytes at 10,000 documents. So the documents that hold all of the words at
 * all, and that the rest of the query leaves, are counted first (lists of documents are small): if they are few, their
 * texts are read instead. What would load more either way is not answered at all, and says so: a total is
 * exact or there is none.
 */
(function (search) {
  "use strict";

  /** Bytes of places; texts that are read instead, and the bytes that one takes. */
  const NEAR = { most: 4000000, texts: 100, text: 10000 };

  /**
   * @param {object} node @param {number[]} candidates documents that hold all of the parts, in order
   * @param {(text: object) => Form[]} forms
   * @returns {Promise<Set<number>>} throws QueryError, without the query
   */
  async function neighbours(node, candidates, forms) {
    if (!candidates.length) return new Set();
    const parts = node.parts.map((part) => [].concat(...(part.op === "or" ? part.parts : [part]).map(forms))
      .filter((form) => form.field !== "variants"));
    const cost = new Set();
    let bytes = 0;
    for (const form of [].concat(...parts)) {
      for (const [name, size] of search.shardsOf(form)) {
        if (!cost.has(name)) bytes += size;
        cost.add(name);
      }
    }
    if (candidates.length <= NEAR.texts && candidates.length * NEAR.text < bytes) return byTexts(node, candidates, parts);
    if (bytes <= NEAR.most) return byPlaces(node, candidates, parts);
    const [en, zh] = search.language.messages["near-common"];
    throw new search.QueryError("", placeOf(node), "near-common", en, zh, null);
  }

  function placeOf(node) {
    return node.op === "text" ? node.at[0] : Math.min(...node.parts.map(placeOf));
  }

  async function byTexts(node, candidates, parts) {
    const found = new Set();
    await Promise.all(candidates.map(async (number) => {
      const document = await search.text(number);
      if (document.blocks.some((block, i) => isMatch(node, document, i, parts))) found.add(number);
    }));
    return found;
  }

  function isMatch(node, document, number, parts) {
    const { folded } = search.foldWithMap(document.blocks[number].text);
    const rows = parts.map((forms) => [].concat(...forms.filter((form) => search.inField(document, number, form.field))
      .map((form) => search.occurrences(folded, form).map((at) => [at, at + Array.from(form.folded).length]))));
    return chain(node, rows, () => 0);
  }

  async function byPlaces(node, candidates, parts) {
    const [ends, ...rows] = await Promise.all([search.blocks(candidates), ...parts.map(async (forms) =>
      Promise.all(forms.map(async (form) => ({ places: await search.placesOf(form),
        length: Array.from(form.folded).length }))))]);
    const { starts } = search.docs;
    return new Set(candidates.filter((document) => {
      const mine = rows.map((forms) => [].concat(...forms.map(({ places, length }) => {
        const out = [];
        for (let i = search.bisect(places, starts[document]); places[i] < starts[document + 1]; i += 1) {
          out.push([places[i], places[i] + length]);
        }
        return out;
      })));
      const own = ends.get(document);
      return chain(node, mine, (place) => search.bisect(own, place + 1));
    }));
  }

  /** Whether spans of all parts, one after the other, stand near each other. @param {number[][][]} rows */
  function chain(node, rows, blockOf) {
    let kept = rows[0];
    node.distances.forEach((distance, i) => {
      if (!kept.length) return;
      const before = kept.sort((a, b) => a[0] - b[0]);
      const lengths = Math.max(...before.map(([start, end]) => end - start));
      const firsts = before.map(([start]) => start);
      kept = rows[i + 1].filter((span) => {
        for (let j = search.bisect(firsts, span[0] - distance - lengths); j < before.length; j += 1) {
          if (before[j][0] > span[1] + distance) return false;
          if (isNear(span, before[j], distance, blockOf)) return true;
        }
        return false;
      });
    });
    return kept.length > 0;
  }

  /** Whether two spans stand in one block, do not overlap, and at most `distance` characters lie between. */
  function isNear(a, b, distance, blockOf) {
    const [first, second] = a[0] < b[0] ? [a, b] : [b, a];
    const gap = second[0] - first[1];
    return gap >= 0 && gap <= distance && blockOf(first[0]) === blockOf(second[0]);
  }

  Object.assign(search, { neighbours, NEAR });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
