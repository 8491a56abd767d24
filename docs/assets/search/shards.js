/**
 * The shards of the build (search/shards.py): loaded as scripts, each once, so that it works from file:// as well.
 */
(function (search) {
  "use strict";

  /** @type {Map<string, {promise: Promise<any[]>, resolve: Function}>} */
  const waiting = new Map();
  let base = "";
  let generation = "";

  window.gonghuiShard = function (name, ...values) {
    const entry = waiting.get(name);
    if (entry) entry.resolve(values);
  };

  function entryOf(name) {
    let entry = waiting.get(name);
    if (!entry) {
      entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      waiting.set(name, entry);
    }
    return entry;
  }

  function addScript(url, name, entry) {
    const script = document.createElement("script");
    script.src = url;
    script.async = true;
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      waiting.delete(name);
      entry.reject(new Error(`cannot load ${url}`));
    };
    document.head.appendChild(script);
  }

  /**
   * The values of a shard.
   * @param {string} name such as "g/12" @returns {Promise<any[]>}
   */
  function load(name) {
    const known = waiting.has(name);
    const entry = entryOf(name);
    if (!known) addScript(`${base}${generation}/${name}.js`, name, entry);
    return entry.promise;
  }

  /** What is needed before any answer; the last one before the first hit. */
  const FIRST = ["language", "docs", "dir", "words", "letters"];

  /** @type {{folder: string, done: Promise<void>} | null} */
  let begun = null;

  /** Starts to load what every answer needs; a failure is told by open, which tries anew. @param {string} folder */
  function begin(folder) {
    base = folder;
    waiting.delete("meta");
    const entry = entryOf("meta");
    addScript(`${folder}meta.js?${Date.now()}`, "meta", entry);
    const done = entry.promise.then(([meta]) => {
      generation = meta.generation;
      for (const name of FIRST) load(name).catch(() => {});
    });
    done.catch(() => {});
    return { folder, done };
  }

  /**
   * Opens the shards below a folder: directory, documents, language.
   * @param {string} folder address that ends in a slash
   */
  async function open(folder) {
    if (!begun || begun.folder !== folder) begun = begin(folder);
    const loaded = begun.done.then(() => Promise.all(FIRST.slice(0, 4).map(load)));
    const [language, docs, directory, [words]] = await loaded.catch((problem) => {
      begun = null;
      throw problem;
    });
    setLanguage(language);
    search.surroundings = new Map([...words.borders.split(";").map(readBorder), ...Object.entries(words.surroundings)]);
    search.docs = readDocs(docs);
    search.main = readDirectory("g", directory);
    search.main.starts = search.docs.starts;
    search.main.setCharacters(directory[0].characters);
  }

  /** A word of two characters, those before it, a bar, those after it: what it is only part of (search/words.py). */
  function readBorder(line) {
    const word = line.slice(0, 2);
    const [before, after] = line.slice(2).split("|");
    return [word, [...Array.from(before, (one) => one + word), ...Array.from(after, (one) => word + one)]];
  }

  function setLanguage([values, ignored, pairs]) {
    search.setTable(ignored, pairs);
    const widths = Array.from(values.widths);
    // Without a prototype: "constructor" is no name of a field.
    const [fields, kinds] = [values.fields, values.kinds].map((names) => Object.assign(Object.create(null), names));
    search.language = Object.assign({}, values, { fields, kinds, widths: new Map() });
    for (let i = 0; i < widths.length; i += 2) search.language.widths.set(widths[i], widths[i + 1]);
  }

  const two = (number) => String(number).padStart(2, "0");

  /** The rows of the documents as columns. */
  function readDocs([values, text]) {
    const bits = new search.Bits(text || "");
    const count = values.count;
    const docs = { count, kinds: values.kinds, regions: values.regions, dates: [], years: [],
      starts: new Int32Array(count + 1), titles: new Int32Array(count), heads: new Int32Array(count),
      openings: new Int32Array(count), factor: new Int32Array(count), kind: new Int32Array(count),
      region: new Int32Array(count) };
    for (let i = 0; i < count; i += 1) {
      const start = docs.starts[i];
      docs.starts[i + 1] = start + bits.golomb(12);
      docs.titles[i] = start + bits.golomb(5);
      docs.heads[i] = docs.titles[i] + bits.golomb(8);
      docs.openings[i] = docs.heads[i] + bits.golomb(9);
      docs.factor[i] = bits.read(4);
      const year = bits.read(14);
      const month = bits.read(4);
      const day = bits.read(5);
      const date = year ? String(year - 1).padStart(4, "0") + (month ? "-" + two(month) : "") + (day ? "-" + two(day) : "")
        : values.odd[i] || "";
      docs.dates.push(date);
      docs.years.push(/^\d{4}/.test(date) ? date.slice(0, 4) : "");
      docs.kind[i] = bits.golomb(1);
      docs.region[i] = bits.golomb(4);
    }
    return docs;
  }

  /** Speakers and organizations, loaded when they are asked for. */
  async function people() {
    const [values, text] = await load("people");
    const { docs } = search;
    if (!docs.speaker) {
      const bits = new search.Bits(text || "");
      docs.speakers = values[0];
      docs.organizations = values[1];
      docs.speaker = new Int32Array(docs.count);
      docs.organization = new Int32Array(docs.count);
      for (let i = 0; i < docs.count; i += 1) {
        docs.speaker[i] = bits.golomb(3);
        docs.organization[i] = bits.golomb(3);
      }
    }
    return docs;
  }

  /** @returns {search.Grams} a directory as search/shards.py writes it */
  function readDirectory(folder, [values, firsts, heavy]) {
    const shards = readKeys(firsts, values.width, values.shards);
    const names = readKeys(heavy, values.width, values.heavy).firsts;
    return new search.Grams(folder, values, shards, names);
  }

  /** Sorted grams, each with a size. */
  function readKeys(text, width, count) {
    const bits = new search.Bits(text);
    const keys = new search.Keys(bits, width);
    const out = { firsts: [], sizes: [] };
    for (let i = 0; i < count; i += 1) {
      keys.next();
      out.firsts.push(keys.key.slice());
      out.sizes.push((bits.golomb(5) << 6) + 64);
    }
    return out;
  }

  /** The places of titles, fields and headings alone, and where each begins. */
  async function heads() {
    if (!search.head) {
      const [directory, [text]] = await Promise.all(["hdir", "heads"].map(load));
      const { docs } = search;
      const bits = new search.Bits(text);
      const bounds = [];
      const starts = new Int32Array(docs.count + 1);
      for (let i = 0; i < docs.count; i += 1) {
        let at = starts[i];
        const row = [at];
        for (let j = 0; j < 8; j += 1) {
          at += bits.golomb(3);
          row.push(at);
        }
        bounds.push(row);
        starts[i + 1] = at;
      }
      const head = readDirectory("h", directory);
      Object.assign(head, { starts, bounds, codes: search.main.codes });
      search.head = head;
    }
    return search.head;
  }

  /** The ids of all documents, in order. @returns {Promise<string[]>} */
  async function ids() {
    const [text] = await load("ids");
    return text ? text.split(" ") : [];
  }

  const GROUP = 512;

  /** Where the blocks of documents end (places in the row), in order: for NEAR. @param {number[]} numbers in order */
  async function blocks(numbers) {
    const groups = Array.from(new Set(numbers.map((number) => Math.floor(number / GROUP))));
    const texts = await Promise.all(groups.map((group) => load(`b/${group}`)));
    const wanted = new Uint8Array(search.docs.count);
    for (const number of numbers) wanted[number] = 1;
    const ends = [];
    groups.forEach((group, g) => {
      const bits = new search.Bits(texts[g][0]);
      for (let i = group * GROUP; i < Math.min((group + 1) * GROUP, search.docs.count); i += 1) {
        const mine = wanted[i];
        let at = search.docs.starts[i];
        for (let left = bits.golomb(7); left; left -= 1) {
          at += bits.golomb(7) + 1;
          if (mine) ends.push(at);
        }
      }
    });
    return ends;
  }

  /** How a character is told by bits, from its first bit on. */
  async function letters() {
    const [characters, lengths] = await load("letters");
    return { characters: Array.from(characters), lengths };
  }

  /**
   * A document as it is read: facts, and blocks in the order of zones with their places in the body.
   * @param {number} number
   */
  async function text(number) {
    const [[[facts, anchors, levels], coded], code] = await Promise.all([load(`t/${number}`), letters()]);
    const bits = new search.Bits(coded);
    const blocks = [];
    const headings = [];
    const paragraphs = [];
    Array.from(levels, Number).forEach((level, i) => {
      if (!level) paragraphs.push(i);
      else if (level > 1 || i) headings.push(i);
    });
    const places = [...new Array(7).fill(-1), ...headings, ...paragraphs];
    for (const place of places) blocks.push({ place, text: readBlock(bits, code) });
    return { facts, anchors: anchors.split(" ").map((anchor) => "p-" + anchor), levels: Array.from(levels, Number),
      blocks };
  }

  function readBlock(bits, { characters, lengths }) {
    const out = [];
    for (;;) {
      let value = 0;
      let first = 0;
      let index = 0;
      for (let i = 0; ; i += 1) {
        value = (value << 1) | bits.read(1);
        first <<= 1;
        if (value - first < lengths[i]) {
          index += value - first;
          break;
        }
        first += lengths[i];
        index += lengths[i];
      }
      if (characters[index] === "\n") return out.join("");
      out.push(characters[index]);
    }
  }

  // On the search page this is the first script, and the others are read while these are on their way.
  const page = document.querySelector(".gs[data-shards]");
  if (page) begun = begin(page.dataset.shards);

  Object.assign(search, { open, load, people, ids, heads, blocks, text });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
