/**
 * Folding: what queries and texts have in common, whatever their script, width, case or spacing.
 * The table comes with the shards (language.js), so that it is the one of the build.
 */
(function (search) {
  "use strict";

  const RUN = /[0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff]/;
  /** @type {Map<string, string>} */
  const table = new Map();
  /** White space as Python's str.isspace has it. */
  const SPACE = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

  /**
   * Takes the table: ignored characters; then characters and what they fold to, in turn.
   * @param {string} ignored
   * @param {string} pairs
   */
  function setTable(ignored, pairs) {
    for (const character of ignored) table.set(character, "");
    const all = Array.from(pairs);
    for (let i = 0; i < all.length; i += 2) table.set(all[i], all[i + 1]);
  }

  /** @param {string} character a folded one */
  const isRun = (character) => RUN.test(character);

  /** @param {string} character */
  const isSpace = (character) => SPACE.test(character);

  /** @param {string} character @returns {string} in the width of ASCII or of Chinese, whichever is usual for it */
  function narrow(character) {
    return search.language.widths.get(character) || character;
  }

  /**
   * The folded text, and for each of its characters the place in `text` (in code points) of what it stands for.
   * @param {string} text
   * @returns {{folded: string[], places: number[]}}
   */
  function foldWithMap(text) {
    const folded = [];
    const places = [];
    let gap = -1;
    let at = 0;
    for (const character of text) {
      const plain = table.has(character) ? table.get(character) : character;
      if (plain === "") {
        if (gap < 0) gap = at;
      } else {
        if (gap >= 0 && folded.length && isRun(plain) && isRun(folded[folded.length - 1])) {
          folded.push(" ");
          places.push(gap);
        }
        folded.push(plain);
        places.push(at);
        gap = -1;
      }
      at += 1;
    }
    return { folded, places };
  }

  /** @param {string} text */
  const fold = (text) => foldWithMap(text).folded.join("");

  Object.assign(search, { setTable, isRun, isSpace, narrow, foldWithMap, fold });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
