/**
 * Places of pieces from gram shards; the scheme is told in search/shards_grams.py.
 */
(function (search) {
  "use strict";

  const MOST = 15;
  const [MIDDLE, START, END, SINGLE] = [0, 1, 2, 3];

  /** One row of codes and the shards that hold its grams. */
  class Grams {
    constructor(folder, values, shards, heavy) {
      this.folder = folder;
      this.places = values.places;
      this.width = values.width;
      this.lists = values.lists;
      this.shards = shards;
      this.heavy = heavy;
      /** @type {Map<string, number>} */
      this.heavyNumber = new Map(heavy.map((gram, i) => [gram.join(), i]));
      /** @type {Map<string, Promise<Int32Array>>} */
      this.known = new Map();
    }

    setCharacters(characters) {
      this.codes = new Map();
      let code = 1;
      for (const character of characters) {
        this.codes.set(character, code);
        code += search.isRun(character) ? 4 : 1;
      }
    }

    isHeavy(gram) {
      return this.heavyNumber.has(gram.join());
    }

    /**
     * The grams to look for: one, or two where a prefix ends with a letter or digit; none if a character is unknown.
     * @param {string} folded @param {boolean} prefix @returns {number[][]}
     */
    grams(folded, prefix) {
      const all = Array.from(folded);
      const out = [];
      for (let i = 0; i < all.length; i += 1) {
        const code = this.codes.get(all[i]);
        if (code === undefined) return [];
        if (!search.isRun(all[i])) {
          out.push(code);
          continue;
        }
        const before = i > 0 && search.isRun(all[i - 1]);
        const after = i + 1 < all.length && search.isRun(all[i + 1]);
        out.push(code + (before ? (after ? MIDDLE : END) : after ? START : SINGLE));
      }
      if (!prefix || !search.isRun(all[all.length - 1])) return [out];
      const open = out.slice();
      const last = open.length - 1;
      open[last] += open.length > 1 && search.isRun(all[last - 1]) ? MIDDLE - END : START - SINGLE;
      return [out, open];
    }

    /** The first shard whose first key is not before the gram. */
    lowerBound(gram) {
      let low = 0;
      let high = this.shards.firsts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (search.compare(this.shards.firsts[middle], gram) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    /** The shards that may hold keys that begin with a gram: [first, last]. */
    range(gram) {
      const { firsts } = this.shards;
      const low = this.lowerBound(gram);
      let last = low;
      while (last < firsts.length && search.startsWith(firsts[last], gram)) last += 1;
      if (last > low && !this.mayBegin(gram, low)) return [low, last - 1];
      return [Math.max(low - 1, 0), Math.max(last - 1, 0)];
    }

    /** Whether keys with this gram may begin in the shard before `low`: not if they fit into one, or it begins with it. */
    mayBegin(gram, low) {
      return low > 0 && !this.fits(gram);
    }

    /** Whether all keys that begin with the gram stand in one shard. */
    fits(gram) {
      if (this.isHeavy(gram)) return false;
      if (gram.length <= 3) return true;
      return this.isHeavy(gram.slice(0, -1)) || this.isHeavy(gram.slice(1));
    }

    /** Whether all places of the gram have keys that begin with it. */
    begins(gram) {
      return gram.length <= 3 || this.isHeavy(gram.slice(0, -1)) || this.isHeavy(gram.slice(1));
    }

    cost([first, last]) {
      let sum = 0;
      for (let i = first; i <= last; i += 1) sum += this.shards.sizes[i] || 0;
      return sum;
    }

    /**
     * The cheapest grams that cover a piece, as [offset, gram].
     * @param {number[]} piece
     */
    cover(piece) {
      const length = piece.length;
      const best = new Array(length + 1).fill(null);
      best[0] = { cost: 0, parts: [] };
      for (let end = 1; end <= length; end += 1) {
        for (let start = 0; start < end; start += 1) {
          const gram = piece.slice(start, end);
          if ((gram.length < 3 && gram.length < length) || !this.begins(gram)) continue;
          const cost = this.cost(this.range(gram));
          for (let from = start; from < end; from += 1) {
            if (best[from] && (!best[end] || best[from].cost + cost < best[end].cost)) {
              best[end] = { cost: best[from].cost + cost, parts: [...best[from].parts, [start, gram]] };
            }
          }
        }
      }
      return best[length].parts;
    }

    /** The places of a piece, in order. @param {number[]} piece @returns {Promise<Int32Array>} */
    async find(piece) {
      const parts = this.cover(piece);
      const lists = await Promise.all(parts.map(([, gram]) => this.load(gram)));
      const order = lists.map((_, i) => i).sort((a, b) => lists[a].length - lists[b].length);
      const [first, ...others] = order;
      let found = lists[first];
      if (parts[first][0]) found = found.map((place) => place - parts[first][0]);
      for (const i of others) found = common(found, lists[i], parts[i][0]);
      return found;
    }

    /** The places of a gram, kept for the next query. */
    load(gram) {
      const name = gram.join();
      if (!this.known.has(name)) {
        if (this.known.size > 200) this.known.clear();
        this.known.set(name, this.read(gram));
      }
      return this.known.get(name);
    }

    async read(gram) {
      const [first, last] = this.range(gram);
      const numbers = [];
      for (let i = first; i <= last && i < this.shards.firsts.length; i += 1) numbers.push(i);
      const shards = await Promise.all(numbers.map((i) => search.load(`${this.folder}/${i}`)));
      const found = [];
      for (const [text] of shards) this.collect(text, gram, found);
      return new Int32Array(found).sort();
    }

    /** Adds the places of all keys of a shard that begin with the gram. */
    collect(text, gram, found) {
      const bits = new search.Bits(text);
      const keys = new search.Keys(bits, this.width);
      // What is left of the last character is less than the shortest key.
      while (bits.more) {
        keys.next();
        const mine = search.startsWith(keys.key, gram);
        if (!mine && search.compare(keys.key, gram) > 0) return;
        const k = search.order(this.places, keys.count);
        let place = -1;
        for (let left = keys.count; left; left -= 1) {
          place += bits.golomb(k) + 1;
          if (mine) found.push(place);
        }
      }
    }

    /** The documents of a heavy gram: {times, documents, counts, flags}; `times` is how often it stands in all. */
    async list(gram) {
      const number = this.heavyNumber.get(gram.join());
      let shard = this.lists.length - 1;
      while (this.lists[shard] > number) shard -= 1;
      const bits = new search.Bits((await search.load(`l/${shard}`))[0]);
      for (let i = this.lists[shard]; ; i += 1) {
        const found = readList(bits, search.docs.count);
        if (i === number) return found;
      }
    }
  }

  function readList(bits, total) {
    const count = bits.golomb(8) + 1;
    const times = bits.golomb(8) + count;
    const high = bits.golomb(0);
    const k = search.order(total, count);
    const out = { times, documents: new Int32Array(count), counts: new Uint8Array(count), flags: new Uint8Array(count) };
    let document = -1;
    for (let i = 0; i < count; i += 1) {
      document += bits.golomb(k) + 1;
      out.documents[i] = document;
      out.counts[i] = bits.golomb(high) + 1;
      out.flags[i] = bits.read(1) ? bits.read(3) : 0;
    }
    return out;
  }

  /** Those of `found` (in order) that stand in `list` when moved by `offset`. */
  function common(found, list, offset) {
    const out = [];
    if (list.length > 16 * found.length) {
      for (const place of found) if (has(list, place + offset)) out.push(place);
      return Int32Array.from(out);
    }
    let at = 0;
    for (const place of found) {
      while (at < list.length && list[at] < place + offset) at += 1;
      if (at < list.length && list[at] === place + offset) out.push(place);
    }
    return Int32Array.from(out);
  }

  function has(list, value) {
    const at = search.bisect(list, value);
    return at < list.length && list[at] === value;
  }

  /** The first index whose value is not below `value`. */
  function bisect(list, value) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Columns of the field bounds in the heads. */
  const FIELDS = { title: [0, 3], speaker: [3, 4], organization: [4, 5], meeting: [5, 6], number: [6, 7], heading: [7, 8] };

  /**
   * Occurrences (up to 15) and zones of a form in every document.
   * @param {{folded: string, prefix: boolean, field: string | null}} form
   * @returns {Promise<{counts: Uint8Array, flags: Uint8Array, documents: number}>}
   */
  async function tally(form) {
    const { docs, main } = search;
    const out = { counts: new Uint8Array(docs.count), flags: new Uint8Array(docs.count), documents: 0 };
    if (form.field === "variants") return tallyVariants(form, out);
    for (const gram of main.grams(form.folded, form.prefix)) {
      if (form.field) await tallyField(form.field, gram, out);
      else if (main.isHeavy(gram)) addList(await main.list(gram), out);
      else addPlaces(await main.find(gram), docs, out);
    }
    for (let i = 0; i < docs.count; i += 1) if (out.counts[i]) out.documents += 1;
    return out;
  }

  /** What other copies have in masked places stands in no block: each text is looked through. */
  async function tallyVariants(form, out) {
    for (const [document, texts] of (await search.load("variants"))[0]) {
      const found = texts.split("\n").map((text) => search.occurrences(Array.from(search.fold(text)), form).length);
      out.counts[document] = Math.min(MOST, found.reduce((sum, count) => sum + count, 0));
      if (out.counts[document]) out.documents += 1;
    }
    return out;
  }

  function addList(list, out) {
    list.documents.forEach((document, i) => {
      out.counts[document] = Math.min(MOST, out.counts[document] + list.counts[i]);
      out.flags[document] |= list.flags[i];
    });
  }

  function addPlaces(places, docs, out) {
    let document = 0;
    for (const place of places) {
      while (docs.starts[document + 1] <= place) document += 1;
      if (out.counts[document] < MOST) out.counts[document] += 1;
      if (place < docs.titles[document]) out.flags[document] |= 1;
      else if (place < docs.heads[document]) out.flags[document] |= 2;
      else if (place < docs.openings[document]) out.flags[document] |= 4;
    }
  }

  async function tallyField(field, gram, out) {
    const head = await search.heads();
    const [first, last] = FIELDS[field];
    let document = 0;
    for (const place of await head.find(gram)) {
      while (head.starts[document + 1] <= place) document += 1;
      const bounds = head.bounds[document];
      if (place >= bounds[first] && place < bounds[last]) {
        if (out.counts[document] < MOST) out.counts[document] += 1;
        out.flags[document] |= field === "title" ? 1 : 2;
      }
    }
  }

  /** All places of a form in the whole row, in order, heavy or not: for NEAR. @returns {Promise<Int32Array>} */
  async function placesOf(form) {
    const { main } = search;
    const lists = await Promise.all(main.grams(form.folded, form.prefix).map((gram) => main.find(gram)));
    let out = lists[0] || new Int32Array(0);
    if (lists.length > 1) {
      out = new Int32Array(lists[0].length + lists[1].length);
      out.set(lists[0]);
      out.set(lists[1], lists[0].length);
      out.sort();
    }
    return form.field ? within(out, form.field) : out;
  }

  /** How often a form stands in the whole row, in whatever field. @returns {Promise<number>} */
  async function countOf(form) {
    const { main } = search;
    const counts = await Promise.all(main.grams(form.folded, form.prefix)
      .map(async (gram) => (main.isHeavy(gram) ? (await main.list(gram)).times : (await main.find(gram)).length)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** The shards that placesOf loads, as [name, bytes]. */
  function shardsOf(form) {
    const { main } = search;
    const out = new Map();
    for (const gram of main.grams(form.folded, form.prefix)) {
      for (const [, part] of main.cover(gram)) {
        const [first, last] = main.range(part);
        for (let i = first; i <= last; i += 1) out.set(i, main.shards.sizes[i] || 0);
      }
    }
    return out;
  }

  /** Those of places that lie in a field. */
  async function within(places, field) {
    const head = await search.heads();
    const [first, last] = FIELDS[field];
    const { starts } = search.docs;
    return places.filter((place) => {
      const document = search.documentOf(place);
      const at = place - starts[document] + head.starts[document];
      return at >= head.bounds[document][first] && at < head.bounds[document][last];
    });
  }

  /** The number of the document that a place is in. */
  const documentOf = (place) => bisect(search.docs.starts, place + 1) - 1;

  Object.assign(search, { Grams, tally, placesOf, countOf, shardsOf, documentOf, bisect });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
