/** Terms of the archive: for words typed in pinyin, and for "did you mean". As search/lexicon.py. */
(function (search) {
  "use strict";

  const MOST = 8;

  /** @param {string} folded whether a word could be pinyin */
  const isPinyin = (folded) => /^[a-z]{2,40}$/.test(folded);

  /** Sounds that many speakers do not tell apart. @param {string} letters */
  const blurred = (letters) => letters.replace(/([zcs])h/g, "$1").replace(/([aei])ng/g, "$1n");

  /** @returns {Promise<{terms: {text: string, pinyin: string, initials: string, documents: number}[], sounds: Map<string, string>}>} */
  async function lexicon() {
    if (!search.lexicon.known) {
      const [lines, sounds] = await search.load("terms");
      const known = { terms: [], sounds: new Map() };
      for (const line of lines) {
        const [text, pinyin, initials, documents] = line.split(" ");
        known.terms.push({ text, pinyin, initials, documents: Number(documents) });
      }
      for (const line of sounds.split("\n")) {
        const [sound, characters] = line.split(" ");
        for (const character of characters) known.sounds.set(character, sound);
      }
      search.lexicon.known = known;
    }
    return search.lexicon.known;
  }

  /** Those of most documents first. @returns {{text: string, documents: number}[]} */
  const ranked = (terms, most) => terms.slice()
    .sort((a, b) => b.documents - a.documents || (a.text < b.text ? -1 : 1)).slice(0, most);

  /** The terms that a word in pinyin or initials means. @param {string} letters */
  async function byPinyin(letters) {
    const { terms } = await lexicon();
    const soft = blurred(letters);
    const tests = [
      (term) => term.pinyin === letters,
      (term) => term.initials === letters,
      (term) => blurred(term.pinyin) === soft || term.initials === soft,
    ];
    for (const fits of tests) {
      const found = ranked(terms.filter(fits), MOST);
      if (found.length) return found;
    }
    return [];
  }

  /** How many code units at the start of a word of a query are minus signs and names of fields. @param {string} word */
  function lead(word) {
    let at = 0;
    for (;;) {
      const match = /^(?:[-－]+|([\p{L}\p{N}_]+)[:：])/u.exec(word.slice(at));
      if (!match) return at;
      const name = match[1] && Array.from(match[1], search.narrow).join("").toLowerCase();
      if (name && !Object.hasOwn(search.language.fields, name)) return at;
      at += match[0].length;
    }
  }

  /**
   * Terms that go on where a text ends (characters, pinyin or initials; only its last word is gone on with,
   * behind the name of its field and its minus if it has them).
   * @param {string} text @param {number} [most] @returns {Promise<{text: string, total: number}[]>}
   */
  async function suggest(text, most) {
    let at = text.lastIndexOf(" ") + 1;
    at += lead(text.slice(at));
    const folded = search.fold(text.slice(at));
    if (!folded) return [];
    const { terms } = await lexicon();
    const spelt = search.isPinyin(folded) || /^[\x00-\x7f]$/.test(folded);
    const fits = spelt ? (term) => term.pinyin.startsWith(folded) || term.initials.startsWith(folded)
      : (term) => term.text.startsWith(folded) && term.text !== folded;
    const found = ranked(terms.filter(fits), most || MOST);
    return found.map((one) => ({ text: text.slice(0, at) + one.text, total: one.documents }));
  }

  /** Terms that sound like a text or differ from it in one character. @param {string} text folded */
  async function like(text) {
    const all = Array.from(text);
    if (all.length < 2 || !/^[一-鿿〇]+$/.test(text)) return [];
    const { terms, sounds } = await lexicon();
    const sound = blurred(all.map((character) => sounds.get(character) || character).join(""));
    return ranked(terms.filter((term) => term.text !== text
      && (blurred(term.pinyin) === sound || (all.length > 2 && oneApart(Array.from(term.text), all)))), 3);
  }

  /** Whether one character was changed, added or left out. */
  function oneApart(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
    const same = (i, j) => a.slice(i).join("") === b.slice(j).join("");
    return same(start + 1, start + 1) || same(start, start + 1) || same(start + 1, start);
  }

  Object.assign(search, { lexicon, isPinyin, byPinyin, like, oneApart, suggest });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
