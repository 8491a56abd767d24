/**
 * A query from the address to its result: the words widened, the filters applied, the facets counted.
 *
 * What other pages may build on. A page that reads the scripts named in search/page.py (all but page.js, which runs the
 * search page itself) has the object `gonghuiSearch`; nothing else is global but `gonghuiShard`, which shards call.
 *
 *   await open(folder)        opens the shards, such as open("../search/shards/"); once, before all else
 *   await answer({q, sort, off, year, region, kind, speaker, organization})
 *                             only q is needed. {total, order, facets, expanded, words, tree}; `order` are numbers of
 *                             documents, best first (sort: relevance, newest, oldest); throws QueryError
 *                             ({code, at, what, whatZh, proposal}). facets: {year: [[value, documents], ...], region,
 *                             kind}; speaker and organization too after `await people()`
 *   await trend(q, filters)   [{year, documents, all}], oldest first, every year from the first to the last of the
 *                             archive: documents that match, and all documents of that year (within the filters)
 *   await concordance(result, from, count)    of a result of answer(): every occurrence in documents from..from+count of
 *                             its order: [{left, word, right, date, title, id, anchor}] (kwic.js)
 *   await tally({folded, prefix, field})    one piece (folded: fold(text)): {counts, flags, documents}, counts[number]
 *                             being its occurrences in each document, at most 15
 *   await text(number)        a document: {facts: {id, title, date, kind, ...}, anchors, levels, blocks: [{place, text}]}
 *   await ids()               ids of all documents by number
 *   docs                      columns by number: count, dates, years, kind/kinds, region/regions
 *   fold(text), parse(query), passages(document, words, most), matches(document, words), address(root, id, anchor)
 *   await suggest(text, most) terms that go on where text ends: [{text, total}] (lexicon.js)
 *
 * All of it answers as `search.Index` does in Python (search, trend, kwic, suggest).
 */
(function (search) {
  "use strict";

  const FILTERS = ["year", "region", "kind", "speaker", "organization"];

  /** The ways to write the words of one query, and what was added to them. */
  class Widening {
    /** @param {object} words words.js @param {string[]} off widenings that the reader has taken away */
    constructor(words, off) {
      this.words = words;
      this.off = new Set(off);
      this.expanded = [];
      this.known = new Map();
    }

    /** Looks up what has to be loaded, for all words of a tree; `forms` answers afterwards. */
    async prepare(tree) {
      for (const text of texts(tree)) this.known.set(text, await this.make(text));
      this.expanded.sort((a, b) => a.at[0] - b.at[0]);
    }

    /** @returns {Form[]} */
    forms(text) {
      return this.known.get(text);
    }

    async make(text) {
      const typed = { folded: text.folded, prefix: text.prefix, field: text.field, share: 4 };
      if (text.exact || text.prefix || this.off.has(text.folded)) return [typed];
      const others = this.aliases(text.folded);
      if (search.isPinyin(text.folded)) {
        if ((await search.tally(Object.assign({}, typed, { field: null }))).documents) return [typed];
        const found = await search.byPinyin(text.folded);
        if (found.length) this.tell(text, found.map((one) => one.text), "pinyin");
        return [typed, ...found.map((one) => ({ folded: one.text, prefix: false, field: text.field, share: 4 }))];
      }
      if (others.length) {
        this.tell(text, others.map(([, form]) => form), "alias");
        return [typed, ...others.map(([folded]) => ({ folded, prefix: false, field: text.field, share: 3 }))];
      }
      return [typed];
    }

    aliases(folded) {
      const others = new Map();
      for (const row of this.words.aliases) {
        if (row.some(([form]) => form === folded)) for (const [other, form] of row) others.set(other, form);
      }
      others.delete(folded);
      return Array.from(others);
    }

    tell(text, to, by) {
      const years = by === "alias" && Object.hasOwn(this.words.years, text.folded) ? this.words.years[text.folded] : null;
      this.expanded.push(Object.assign({ from: text.text, folded: text.folded, to, by, at: text.at }, years && { years }));
    }
  }

  /** The words of a tree. */
  function texts(node) {
    if (node.op === "text") return [node];
    return [].concat(...(node.parts || (node.part ? [node.part] : [])).map(texts));
  }

  /** The words that a hit should show: all that are not excluded. */
  function shown(node) {
    if (node.op === "text") return [node];
    return node.parts ? [].concat(...node.parts.map(shown)) : [];
  }

  /**
   * Answers a query.
   * @param {{q: string, sort: string, off: string[], year?: string, region?: string, kind?: string, speaker?: string,
   *   organization?: string}} state
   * @returns {Promise<object>} {total, order, facets, expanded, words, why}; throws QueryError
   */
  async function answer(state) {
    const tree = search.parse(state.q);
    const [words] = await search.load("words");
    const widening = new Widening(words, state.off || []);
    await widening.prepare(tree);
    const forms = (text) => widening.forms(text);
    const chosen = FILTERS.filter((name) => state[name]);
    const filters = await Promise.all(chosen.map((name) => search.selected(name, state[name])));
    const within = hasNear(tree) ? await rest(tree, forms, filters) : null;
    const outcome = await new search.Evaluation(forms, within).run(tree).catch((problem) => {
      throw Object.assign(problem, { query: state.q, proposal: problem.node ? search.apart(state.q, problem.node) : null });
    });
    const found = [];
    outcome.match.forEach((match, i) => {
      if (match && filters.every((filter) => filter[i])) found.push(i);
    });
    const result = { total: found.length, order: search.sorted(found, outcome, state.sort), outcome,
      facets: facets(found), expanded: widening.expanded, tree,
      words: shown(tree).map((text) => widening.forms(text).filter((form) => form.field !== "variants")) };
    if (!found.length) {
      const alone = new search.Evaluation(forms);
      result.why = await why(state.q, tree, alone, chosen, state, filters);
      result.suggestions = await meant(state.q, tree, alone, words, state.off);
      result.hints = hints(tree);
    }
    return result;
  }

  const hasNear = (node) => node.op === "near" || (node.parts || (node.part ? [node.part] : [])).some(hasNear);

  /** The documents that the filters and those conditions of a query leave in which there is no NEAR. */
  async function rest(tree, forms, filters) {
    const conditions = tree.op === "and" ? tree.parts.filter((part) => !hasNear(part)) : [];
    const matches = await Promise.all(conditions.map(async (part) => (await new search.Evaluation(forms).run(part)).match));
    return Uint8Array.from({ length: search.docs.count }, (_, i) => ([...filters, ...matches].every((one) => one[i]) ? 1 : 0));
  }

  /**
   * Did you mean: the query with a word that finds nothing put right, or a little wider; if none of these finds anything
   * either, the words put right alone. @returns {Promise<{query: string, total: number}[]>}
   */
  async function meant(query, tree, evaluation, words, off) {
    const all = Array.from(query);
    const proposals = [];
    const alone = [];
    for (const text of shown(tree)) {
      if ((await evaluation.run(text)).match.includes(1)) continue;
      const [start, end] = text.at;
      for (const one of await search.like(text.folded)) {
        proposals.push(all.slice(0, start).join("") + all.slice(start, end).join("").split(text.text).join(one.text)
          + all.slice(end).join(""));
        alone.push(one.text);
      }
    }
    const found = await counted([...proposals, ...wider(all, tree)], query, words, off);
    return found.length ? found : counted(alone, query, words, off);
  }

  /** Those of some queries that find something, three at most; the same one once. */
  async function counted(proposals, query, words, off) {
    const out = [];
    for (const better of new Set(proposals)) {
      try {
        const found = search.parse(better);
        const widening = new Widening(words, off || []);
        await widening.prepare(found);
        const { match } = await new search.Evaluation((word) => widening.forms(word)).run(found);
        const total = match.reduce((sum, bit) => sum + bit, 0);
        if (total && better !== query) out.push({ query: better, total });
      } catch (problem) { // what cannot be read, or holds a NEAR of too common words, is no proposal
        if (!(problem instanceof search.QueryError)) throw problem;
      }
    }
    return out.sort((a, b) => b.total - a.total || (a.query < b.query ? -1 : 1)).slice(0, 3);
  }

  /** The name that stands before a colon, where a word has one and it is none of a field; else null. */
  function noField(text) {
    if (text.field || text.exact) return null;
    const all = Array.from(text.text);
    const match = /^(\p{L}{1,12}):/u.exec(all.map(search.narrow).join(""));
    const length = match ? Array.from(match[1]).length : 0;
    return length && search.fold(all.slice(length + 1).join("")) ? all.slice(0, length).join("") : null;
  }

  /** Words that look like a field with a name that is none. */
  function hints(tree) {
    return shown(tree).filter(noField).map((text) => {
      const name = noField(text);
      const [message, messageZh] = search.language.messages["unknown-field"].map((told) => told.split("{name}").join(name));
      return { code: "unknown-field", at: [text.at[0], text.at[0] + Array.from(name).length], message,
        message_zh: messageZh };
    });
  }

  /** The query without one of its fields or names that are none, with one run of letters or digits as a prefix, without one exclusion. */
  function wider(all, node) {
    const cut = (start, end, fresh) => all.slice(0, start).join("") + fresh + all.slice(end).join("");
    if (node.op === "not") {
      const span = place(node);
      const rest = span && (all.slice(0, span[0]).join("").replace(/[-－]+$/, "") + all.slice(span[1]).join("")).trim();
      return rest ? [rest] : [];
    }
    if (node.op === "text") {
      const [start, end] = node.at;
      if (node.field) return [cut(start, end, all.slice(start, end).join("").replace(/^[^:：]*[:：]/, "").trim())];
      const name = noField(node);
      if (name) {
        const near = Object.keys(search.language.fields).find((field) =>
          search.oneApart(Array.from(field), Array.from(name.toLowerCase())));
        const value = all.slice(start + Array.from(name).length + 1, end).join("");
        return (near ? [near + ":", ""] : [""]).map((head) => cut(start, end, head + value));
      }
      const last = Array.from(node.folded).pop();
      return !node.exact && !node.prefix && search.isRun(last) ? [cut(end, end, "*")] : [];
    }
    return node.parts ? [].concat(...node.parts.map((part) => wider(all, part))) : [];
  }

  /** For each condition of a query that found nothing, how many documents fulfil it alone. */
  async function why(query, tree, evaluation, chosen, state, filters) {
    const sum = (match) => match.reduce((total, one) => total + one, 0);
    const out = [];
    const add = async (line, node) => {
      try {
        out.push(Object.assign(line, { total: sum((await evaluation.run(node)).match) }));
      } catch (problem) { // a NEAR that is too common on its own
        if (!(problem instanceof search.QueryError)) throw problem;
      }
    };
    if (chosen.length) {
      await add({ without: "filters" }, tree);
      chosen.forEach((name, i) => out.push({ filter: name, value: state[name], total: sum(filters[i]) }));
    }
    for (const part of ["and", "or", "near"].includes(tree.op) ? tree.parts : [tree]) {
      const at = shownPlace(Array.from(query), part);
      if (at) await add({ at }, part);
    }
    return out;
  }

  /** Where a part of a query stands, an exclusion from its minus to its last bracket. @param {string[]} query */
  function shownPlace(query, node) {
    const span = place(node);
    if (!span || node.op !== "not") return span;
    let [start, end] = span;
    let minus = start - 1;
    while (minus >= 0 && !"-－".includes(query[minus])) minus -= 1;
    if (minus < 0) return span;
    while (minus && "-－".includes(query[minus - 1])) minus -= 1;
    for (const sign of query.slice(minus, start)) {
      let at = end;
      while (at < query.length && search.isSpace(query[at])) at += 1;
      if ("(（".includes(sign) && ")）".includes(query[at])) end = at + 1;
    }
    return [minus, end];
  }

  /** Where a node stands in the query. */
  function place(node) {
    if (node.op === "not") return place(node.part);
    if (!node.parts) return node.at || null;
    const places = node.parts.map(place).filter(Boolean);
    return places.length ? [Math.min(...places.map(([start]) => start)), Math.max(...places.map(([, end]) => end))] : null;
  }

  /** How many of the documents have each value. @param {number[]} found */
  function facets(found) {
    const { docs } = search;
    const out = { year: count(found, (i) => docs.years[i]), region: places(found), kind: count(found, (i) => docs.kinds[docs.kind[i]]) };
    if (docs.speaker) {
      out.speaker = count(found, (i) => docs.speakers[docs.speaker[i]]);
      out.organization = count(found, (i) => docs.organizations[docs.organization[i]]);
    }
    out.year.sort(([a], [b]) => (a < b ? -1 : 1));
    return out;
  }

  /** The regions of documents; each counts the places in it, as the filter selects them (search/places.py). */
  function places(found) {
    const { docs } = search;
    if (!docs.inside) docs.inside = inside(docs.regions.map(([name]) => search.fold(name)));
    const own = new Int32Array(docs.regions.length);
    for (const i of found) own[docs.region[i]] += 1;
    const counts = new Map();
    docs.regions.forEach(([name], upper) => {
      if (name && own[upper]) counts.set(name, docs.inside[upper].reduce((sum, lower) => sum + own[lower], 0));
    });
    return ordered(counts);
  }

  /** For each of the names the numbers of those that hold it. @param {string[]} names @returns {number[][]} */
  function inside(names) {
    const out = names.map(() => []);
    const numbers = new Map();
    names.forEach((name, i) => numbers.set(name, [...(numbers.get(name) || []), i]));
    names.forEach((name, lower) => {
      const pieces = new Set();
      for (let start = 0; start < name.length; start += 1) {
        for (let end = start + 1; end <= name.length; end += 1) pieces.add(name.slice(start, end));
      }
      for (const piece of pieces) for (const upper of numbers.get(piece) || []) out[upper].push(lower);
    });
    return out;
  }

  const ordered = (counts) => Array.from(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

  /** Values with their counts, the commonest first. @returns {[string, number][]} */
  function count(found, valueOf) {
    const counts = new Map();
    for (const i of found) {
      const value = valueOf(i);
      if (value) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return ordered(counts);
  }

  /**
   * How many documents of each year match, beside all documents of the year.
   * @param {string} q @param {object} [filters] @returns {Promise<{year: string, documents: number, all: number}[]>}
   */
  async function trend(q, filters) {
    const [found, all] = await Promise.all([answer(Object.assign({}, filters, { q })),
      answer(Object.assign({}, filters, { q: "" }))]);
    const [some, every] = [found, all].map((result) => new Map(result.facets.year));
    const years = Array.from(every.keys(), Number).sort((a, b) => a - b);
    const out = [];
    for (let year = years[0]; year <= years[years.length - 1]; year += 1) {
      const name = String(year).padStart(4, "0");
      out.push({ year: name, documents: some.get(name) || 0, all: every.get(name) || 0 });
    }
    return out;
  }

  Object.assign(search, { answer, trend, facets, FILTERS });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
