/**
 * NEAR: the documents in which words stand near each other. As search/near.py, with its limit.
 *
 * The places of a common character fill megabytes at 10,000 documents. So the documents that hold all of the words at
 * all, and that the rest of the query leaves, are counted first (lists of documents are small): if they are few, their
 * texts are read instead where that loads less. Words that stand in too many places are refused, here as everywhere: a
 * total is exact or there is none.
 */
(function (search) {
  "use strict";

  /** Places of all the words together; texts that may be read instead, and the bytes that one takes. */
  const NEAR = { most: 5000000, texts: 100, text: 10000 };

  /**
   * @param {object} node @param {number[]} candidates documents that hold all of the parts, in order
   * @param {(text: object) => Form[]} forms
   * @returns {Promise<Set<number>>} throws QueryError, without the query
   */
  async function neighbours(node, candidates, forms) {
    if (!candidates.length) return new Set();
    const parts = node.parts.map((part) => [].concat(...(part.op === "or" ? part.parts : [part]).map(forms))
      .filter((form) => form.field !== "variants"));
    if (candidates.length > NEAR.texts && (await occurrences([].concat(...parts))) > NEAR.most) {
      const [en, zh] = search.language.messages["near-common"];
      throw Object.assign(new search.QueryError("", spanOf(node)[0], "near-common", en, zh, null), { node });
    }
    const cost = new Set();
    let bytes = 0;
    for (const form of [].concat(...parts)) {
      for (const [name, size] of search.shardsOf(form)) {
        if (!cost.has(name)) bytes += size;
        cost.add(name);
      }
    }
    const read = candidates.length <= NEAR.texts && candidates.length * NEAR.text < bytes ? byTexts : byPlaces;
    return read(node, candidates, parts);
  }

  /** How often some forms stand in the archive, in whatever field. */
  async function occurrences(forms) {
    const counts = await Promise.all(forms.map(search.countOf));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Where a node begins and ends in the query. */
  function spanOf(node) {
    if (node.op === "text") return node.at;
    const spans = node.parts.map(spanOf);
    return [Math.min(...spans.map(([start]) => start)), Math.max(...spans.map(([, end]) => end))];
  }

  const OPERATOR = /[NＮ][EＥ][AＡ][RＲ](?:[/／][0-9０-９]+)?\s*/;

  /** The query with the words of a NEAR anywhere in a document, which needs no places. @returns {string | null} */
  function apart(query, node) {
    const all = Array.from(query);
    const out = [];
    let at = 0;
    node.parts.slice(1).forEach((part, i) => {
      const [end, start] = [spanOf(node.parts[i])[1], spanOf(part)[0]];
      out.push(all.slice(at, end).join(""), all.slice(end, start).join("").replace(OPERATOR, ""));
      at = start;
    });
    const proposal = [...out, all.slice(at).join("")].join("");
    try {
      search.parse(proposal);
      return proposal === query ? null : proposal;
    } catch (problem) {
      if (problem instanceof search.QueryError) return null;
      throw problem;
    }
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
    const rows = parts.map((forms) => spans(forms.filter((form) => search.inField(document, number, form.field))
      .map((form) => [search.occurrences(folded, form), Array.from(form.folded).length])));
    return chain(node, rows, [folded.length + 1]).starts.length > 0;
  }

  async function byPlaces(node, candidates, parts) {
    const { starts, count } = search.docs;
    const isCandidate = new Uint8Array(count);
    for (const number of candidates) isCandidate[number] = 1;
    const [ends, ...rows] = await Promise.all([search.blocks(candidates), ...parts.map(async (forms) =>
      spans(await Promise.all(forms.map(async (form) => [
        candidates.length < count ? inside(await search.placesOf(form), isCandidate) : await search.placesOf(form),
        Array.from(form.folded).length]))))]);
    const found = new Set();
    let document = 0;
    for (const place of chain(node, rows, ends).starts) {
      while (starts[document + 1] <= place) document += 1;
      found.add(document);
    }
    return found;
  }

  /** Those of places (in order) that lie in documents of which `isCandidate` is set. */
  function inside(places, isCandidate) {
    const { starts } = search.docs;
    let document = 0;
    return places.filter((place) => {
      while (starts[document + 1] <= place) document += 1;
      return isCandidate[document];
    });
  }

  /** @typedef {{starts: Int32Array, ends: Int32Array}} Spans by their starts */

  const WIDE = 1024;

  /** @param {[ArrayLike<number>, number][]} forms places, in order, and the length of each @returns {Spans} */
  function spans(forms) {
    if (forms.length === 1) {
      const [starts, length] = forms[0];
      return moved(Int32Array.from(starts), length);
    }
    const all = new Float64Array(forms.reduce((sum, [places]) => sum + places.length, 0));
    let at = 0;
    for (const [places, length] of forms) for (const place of places) all[at++] = place * WIDE + length;
    all.sort();
    const out = moved(new Int32Array(all.length), 0);
    all.forEach((value, i) => {
      out.starts[i] = Math.floor(value / WIDE);
      out.ends[i] = out.starts[i] + (value % WIDE);
    });
    return out;
  }

  function moved(starts, length) {
    const ends = starts.slice();
    for (let i = 0; i < ends.length; i += 1) ends[i] += length;
    return { starts, ends };
  }

  /**
   * The spans of the last part that end a chain of near ones, one of each part.
   * @param {object} node @param {Spans[]} rows @param {ArrayLike<number>} ends where blocks end, in order
   * @returns {Spans}
   */
  function chain(node, rows, ends) {
    return node.distances.reduce((kept, distance, i) => near(kept, rows[i + 1], distance, ends), rows[0]);
  }

  /**
   * Those of `after` that have one of `kept` in their block, not overlapping, with at most `distance` characters between.
   * The nearest on either side decides: what is further away is in no nearer block. All goes forward only.
   */
  function near(kept, after, distance, ends) {
    const { starts } = kept;
    const closed = kept.ends.slice().sort();
    const out = moved(new Int32Array(after.starts.length), 0);
    let count = 0;
    let block = 0;
    let before = 0;
    let next = 0;
    for (let i = 0; i < after.starts.length; i += 1) {
      const start = after.starts[i];
      const end = after.ends[i];
      while (ends[block] <= start) block += 1;
      while (before < closed.length && closed[before] <= start) before += 1;
      while (next < starts.length && starts[next] < start) next += 1;
      let following = next;
      while (following < starts.length && starts[following] < end) following += 1;
      const last = before ? closed[before - 1] : -1;
      if ((before && start - last <= distance && last > (block ? ends[block - 1] : 0))
        || (following < starts.length && starts[following] - end <= distance && starts[following] < ends[block])) {
        out.starts[count] = start;
        out.ends[count] = end;
        count += 1;
      }
    }
    return { starts: out.starts.subarray(0, count), ends: out.ends.subarray(0, count) };
  }

  Object.assign(search, { neighbours, apart, NEAR });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
