/**
 * The meaning of a query tree: which documents match, and in which order (docs/search-language.md, Order).
 * The same as search/evaluate.py, on columns with one entry a document.
 */
(function (search) {
  "use strict";

  const ZONES = [1, 2, 4];
  const ALL = 7;
  const NO_IDF = 2 ** 30;
  /** What a word counts in the title, in fields and headings, in the opening. */
  const WORTH = [[1, 1500], [2, 500], [4, 250]];

  /**
   * @typedef {{folded: string, prefix: boolean, field: string | null, share: number}} Form
   * @typedef {{match: Uint8Array, scored: boolean, score: Float64Array, flags: Uint8Array, idf: Float64Array}} Outcome
   */

  const nameOf = (form) => JSON.stringify([form.folded, form.prefix, form.field]);

  /** What a word is only part of (search/words.toml), as forms. @param {Form} form @returns {Form[]} */
  const around = (form) => (form.prefix ? [] : search.surroundings.get(form.folded) || [])
    .map((folded) => ({ folded, prefix: false, field: form.field, share: 4 }));

  function empty(scored) {
    const { count } = search.docs;
    return { match: new Uint8Array(count), scored, score: new Float64Array(count), flags: new Uint8Array(count),
      idf: new Float64Array(count) };
  }

  /** @param {(document: number) => boolean} fits @returns {Outcome} */
  function plain(fits) {
    const out = empty(false);
    for (let i = 0; i < out.match.length; i += 1) out.match[i] = fits(i) ? 1 : 0;
    return out;
  }

  const idfOf = (documents) =>
    documents ? Math.floor(16 * Math.log2(1 + Math.max(search.docs.count, 1) / documents)) : 0;

  /** One query: its forms and their tallies, loaded first, then all else at once. */
  class Evaluation {
    /**
     * @param {(text: object) => Form[]} forms
     * @param {Uint8Array} [within] the documents that matter: of others it is not told whether words are near
     */
    constructor(forms, within) {
      this.forms = forms;
      this.within = within;
      this.tallies = new Map();
      this.near = new Map();
    }

    /** Loads what the tree needs, then gives its outcome. @returns {Promise<Outcome>} */
    async run(tree) {
      await this.prepare(tree);
      return this.outcome(tree);
    }

    async prepare(node) {
      if (node.op === "text") {
        await Promise.all([].concat(...this.forms(node).map((form) => [form, ...around(form)])).map(async (form) => {
          const name = nameOf(form);
          if (!this.tallies.has(name)) this.tallies.set(name, await search.tally(form));
        }));
        return;
      }
      await Promise.all((node.parts || (node.part ? [node.part] : [])).map((part) => this.prepare(part)));
      if (node.op === "near") this.near.set(node, await this.neighbours(node));
    }

    /** @returns {Outcome} */
    outcome(node) {
      switch (node.op) {
        case "text": return this.text(this.forms(node));
        case "not": {
          const { match } = this.outcome(node.part);
          return plain((i) => !match[i]);
        }
        case "or": return this.any(node.parts.map((part) => this.outcome(part)));
        case "and": return this.every(node.parts.map((part) => this.outcome(part)));
        case "near": return this.nearby(node);
        case "year": return plain(fitsYear(node));
        case "region": return plain(fitsRegion(node.value));
        case "kind": return plain((i) => search.docs.kinds[search.docs.kind[i]] === node.value);
        default: return plain(() => true);
      }
    }

    leaf(form) {
      const { counts, flags, documents } = this.tallies.get(nameOf(form));
      const surroundings = around(form).map((one) => this.tallies.get(nameOf(one)));
      const { factor } = search.docs;
      const idf = idfOf(documents);
      const out = empty(true);
      out.idf.fill(idf);
      for (let i = 0; i < counts.length; i += 1) {
        const n = counts[i];
        if (!n) continue;
        const zones = flags[i];
        let whole = n;
        let inside = 0;
        for (const one of surroundings) {
          whole -= one.counts[i];
          inside |= one.flags[i];
        }
        whole = Math.max(whole, 0);
        const most = Math.floor((1000 * n) / (n + factor[i])) + Math.floor((1000 * whole) / (whole + factor[i]));
        let weight = Math.floor(most / 2);
        for (const [zone, worth] of WORTH) if (zones & zone) weight += inside & zone ? worth / 2 : worth;
        out.match[i] = 1;
        out.flags[i] = zones;
        out.score[i] = weight * idf;
      }
      return out;
    }

    text(forms) {
      const [typed, ...others] = forms.map((form) => this.leaf(form));
      if (!others.length) return typed;
      const out = empty(true);
      for (let i = 0; i < out.match.length; i += 1) {
        out.match[i] = typed.match[i];
        out.score[i] = typed.score[i];
        out.flags[i] = typed.flags[i];
        let best = 0;
        others.forEach((other, number) => {
          if (!other.match[i]) return;
          out.match[i] = 1;
          out.score[i] = Math.max(out.score[i], Math.floor((other.score[i] * forms[number + 1].share) / 4));
          out.flags[i] |= other.flags[i];
          best = Math.max(best, other.idf[i]);
        });
        out.idf[i] = typed.match[i] ? typed.idf[i] : best;
      }
      return out;
    }

    every(parts) {
      const scored = parts.filter((part) => part.scored);
      const out = empty(scored.length > 0);
      for (let i = 0; i < out.match.length; i += 1) {
        if (!parts.every((part) => part.match[i])) continue;
        out.match[i] = 1;
        if (!scored.length) continue;
        let flags = ALL;
        let idf = NO_IDF;
        let score = 0;
        for (const part of scored) {
          flags &= part.flags[i];
          idf = Math.min(idf, part.idf[i]);
          score += part.score[i];
        }
        if (scored.length > 1) for (const zone of ZONES) if (flags & zone) score += 300 * idf;
        out.flags[i] = flags;
        out.idf[i] = idf;
        out.score[i] = score;
      }
      return out;
    }

    any(parts) {
      const scored = parts.filter((part) => part.scored);
      const out = empty(scored.length > 0);
      for (let i = 0; i < out.match.length; i += 1) {
        if (!parts.some((part) => part.match[i])) continue;
        out.match[i] = 1;
        let idf = NO_IDF;
        for (const part of scored) {
          if (!part.match[i]) continue;
          out.score[i] += part.score[i];
          out.flags[i] |= part.flags[i];
          idf = Math.min(idf, part.idf[i]);
        }
        out.idf[i] = idf === NO_IDF ? 0 : idf;
      }
      return out;
    }

    nearby(node) {
      const all = this.every(node.parts.map((part) => this.outcome(part)));
      const found = this.near.get(node);
      for (let i = 0; i < all.match.length; i += 1) {
        if (!all.match[i]) continue;
        if (found.has(i)) all.score[i] += 400 * all.idf[i];
        else all.match[i] = all.score[i] = all.flags[i] = 0;
      }
      return all;
    }

    /** The documents in which the parts stand near each other. @returns {Promise<Set<number>>} */
    neighbours(node) {
      const parts = node.parts.map((part) => this.outcome(part).match);
      const candidates = [];
      for (let i = 0; i < search.docs.count; i += 1) {
        if (parts.every((match) => match[i]) && (!this.within || this.within[i])) candidates.push(i);
      }
      return search.neighbours(node, candidates, this.forms);
    }
  }

  function fitsYear({ from, to }) {
    const { years } = search.docs;
    if (from === null && to === null) return (i) => !Number(years[i]);
    return (i) => Number(years[i]) >= (from || 1) && Number(years[i]) <= (to || 9999);
  }

  function fitsRegion(value) {
    const { region, regions } = search.docs;
    const byCode = /^[0-9]+$/.test(value);
    const fits = regions.map(([name, code]) => (byCode ? code.startsWith(value) : search.fold(name).includes(value))
      && (name !== "" || code !== ""));
    return (i) => fits[region[i]];
  }

  /**
   * The documents that a filter selects: of speaker and organization those with exactly this value if there are any;
   * all else, a region with the places in it, as the field of the query.
   * @param {string} name @param {string} value @returns {Promise<Uint8Array>}
   */
  async function selected(name, value) {
    if (["speaker", "organization"].includes(name)) {
      const same = await exactly(name, search.fold(value));
      if (same) return same;
    }
    const word = ["year", "kind"].includes(name) ? value : search.fold(value) || value;
    const tree = search.parse(`${name}:"${word}"`);
    return (await new Evaluation((text) => [{ folded: text.folded, prefix: text.prefix, field: text.field, share: 4 }])
      .run(tree)).match;
  }

  async function exactly(name, folded) {
    const docs = await search.people();
    const same = docs[`${name}s`].map((one) => one !== "" && search.fold(one) === folded);
    return same.some(Boolean) ? Uint8Array.from(docs[name], (number) => (same[number] ? 1 : 0)) : null;
  }

  /** The order of documents. @param {number[]} found @param {Outcome} outcome @param {string} sort */
  function sorted(found, outcome, sort) {
    const { dates } = search.docs;
    const newest = (a, b) => (dates[a] === dates[b] ? 0 : dates[a] < dates[b] ? 1 : -1);
    const oldest = (a, b) => {
      if (dates[a] === dates[b]) return 0;
      return !dates[b] || (dates[a] && dates[a] < dates[b]) ? -1 : 1;
    };
    const best = (a, b) => outcome.score[b] - outcome.score[a];
    const keys = { newest: [newest, best], oldest: [oldest, best] }[sort] || [best, newest];
    return found.sort((a, b) => keys[0](a, b) || keys[1](a, b) || a - b);
  }

  Object.assign(search, { Evaluation, selected, sorted });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
