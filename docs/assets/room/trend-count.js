/** How often a term occurs, year by year: the same as room/trend.py, from the shards of the search. */
(function (search, room) {
  "use strict";

  const PER = 10000;
  /** Bytes of places that are loaded for one term at most; a commoner one is told in documents alone. */
  const MOST = 8000000;

  const quoted = (term) => `"${term.replaceAll('"', "")}"`;

  function counted(documents, all, occurrences, characters) {
    const rate = characters && occurrences !== null ? Math.floor(occurrences * PER * 100 / characters + 0.5) / 100 : null;
    return { documents, all, occurrences, characters, rate };
  }

  const formOf = (term) => ({ folded: search.fold(term.replaceAll('"', "")), prefix: false, field: null });

  /** Bytes that counting the occurrences of a term loads; 0 where that is more than is ever loaded. */
  function bytesOf(term) {
    const bytes = Array.from(search.shardsOf(formOf(term)).values()).reduce((sum, size) => sum + size, 0);
    return bytes > MOST ? 0 : bytes;
  }

  /** Occurrences in the headings and paragraphs of each document; null where more than `most` bytes would be loaded. */
  async function occurrences(term, most) {
    const form = formOf(term);
    const bytes = bytesOf(term);
    if (!bytes && search.shardsOf(form).size || bytes > most) return null;
    const { starts, bounds } = await search.heads();
    const out = new Int32Array(search.docs.count);
    for (const place of await search.placesOf(form)) {
      const document = search.documentOf(place);
      if (place - search.docs.starts[document] + starts[document] >= bounds[document][7]) out[document] += 1;
    }
    return out;
  }

  /**
   * @param {string} term @param {{region?: string, kind?: string}} filters
   * @param {number} most bytes that counting may load; a term that needs more is told in documents alone
   * @returns {Promise<object>} {term, total, occurrences, first, last, undated, years}, as room.trend.trend
   */
  async function trend(term, filters, most = MOST) {
    const [found, all] = await Promise.all([search.answer(Object.assign({}, filters, { q: quoted(term) })),
      search.answer(Object.assign({}, filters, { q: "" }))]);
    const counts = await occurrences(term, most);
    const { starts, bounds } = await search.heads();
    const { docs } = search;
    const groups = new Map();
    const group = (number) => {
      const year = docs.years[number];
      if (!groups.has(year)) groups.set(year, [0, 0, 0, 0]);
      return groups.get(year);
    };
    for (const number of found.order) group(number)[0] += 1;
    let sum = 0;
    for (const number of all.order) {
      const one = group(number);
      one[1] += 1;
      one[2] += counts ? counts[number] : 0;
      one[3] += docs.starts[number + 1] - docs.starts[number] - (bounds[number][7] - starts[number]);
      sum += counts ? counts[number] : 0;
    }
    const told = (year) => {
      const [documents, every, times, characters] = groups.get(year) || [0, 0, 0, 0];
      return counted(documents, every, counts ? times : null, characters);
    };
    const known = Array.from(groups.keys()).filter(Boolean).map(Number);
    const years = [];
    for (let year = Math.min(...known); year <= Math.max(...known); year += 1) {
      const name = String(year).padStart(4, "0");
      years.push(Object.assign({ year: name }, told(name)));
    }
    const seen = years.filter((row) => row.documents).map((row) => row.year);
    return { term, total: found.total, occurrences: counts ? sum : null, first: seen[0] || null,
      last: seen[seen.length - 1] || null, undated: told(""), years };
  }

  Object.assign(room, { trend, quoted, trendBytes: bytesOf });
})(window.gonghuiSearch, (window.gonghuiRoom = window.gonghuiRoom || {}));
