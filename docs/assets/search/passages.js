/** Passages of a hit: where the words stand, with section, address and marks. As search/passages.py. */
(function (search) {
  "use strict";

  const WIDTH = 120;
  const LEAD = 30;
  const FIELD_BLOCKS = { title: [0, 3], speaker: [3, 4], organization: [4, 5], meeting: [5, 6], number: [6, 7] };

  /** Where a form begins in a folded block. @param {string[]} folded @returns {number[]} */
  function occurrences(folded, form) {
    const piece = Array.from(form.folded);
    const out = [];
    for (let at = 0; at + piece.length <= folded.length; at += 1) {
      if (!piece.every((character, i) => folded[at + i] === character)) continue;
      const end = at + piece.length;
      const goesOn = !form.prefix && search.isRun(folded[end - 1]) && end < folded.length && search.isRun(folded[end]);
      const began = search.isRun(folded[at]) && at > 0 && search.isRun(folded[at - 1]);
      if (!goesOn && !began) out.push(at);
    }
    return out;
  }

  /** Whether a block lies in the field of a form. */
  function inField(document, number, field) {
    if (!field) return true;
    const { place } = document.blocks[number];
    if (field === "heading") return place >= 0 && document.levels[place] > 0;
    const [first, last] = FIELD_BLOCKS[field];
    return number >= first && number < last;
  }

  /**
   * All matches of the words: for each block that has any, {number, place, text, marks, words}.
   * @param {object} document search.text(...) @param {Form[][]} words
   */
  function matches(document, words) {
    const out = [];
    document.blocks.forEach((block, number) => {
      const { folded, places } = search.foldWithMap(block.text);
      const marks = [];
      const seen = new Set();
      words.forEach((forms, word) => {
        for (const form of forms) {
          if (!inField(document, number, form.field)) continue;
          const length = Array.from(form.folded).length;
          for (const at of occurrences(folded, form)) {
            marks.push([places[at], places[at + length - 1] + 1]);
            seen.add(word);
          }
        }
      });
      if (marks.length) {
        marks.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        out.push({ number, place: block.place, text: Array.from(block.text), marks, words: seen.size });
      }
    });
    return out;
  }

  /**
   * The best passages: [{text, marks, section, anchor}], at most `most`; without a match, the first paragraph.
   * @param {object} document @param {Form[][]} words @param {number} most
   */
  function passages(document, words, most) {
    const { levels } = document;
    const found = matches(document, words).filter(({ place }) => place >= 0);
    const heading = (match) => (levels[match.place] > 0 ? 1 : 0);
    found.sort((a, b) => b.words - a.words || heading(a) - heading(b)
      || Math.min(b.marks.length, 3) - Math.min(a.marks.length, 3) || a.place - b.place);
    let chosen = found.slice(0, most);
    if (!found.length) {
      const first = document.blocks.find(({ place }) => place >= 0 && !levels[place]);
      chosen = first ? [{ place: first.place, text: Array.from(first.text), marks: [] }] : [];
    }
    return {
      more: found.length - chosen.length,
      list: chosen.map(({ place, text, marks }) => Object.assign(cut(text, merged(marks)),
        { section: section(document, place), anchor: document.anchors[place] })),
    };
  }

  function merged(marks) {
    const out = [];
    for (const [start, end] of marks) {
      const last = out[out.length - 1];
      if (last && start < last[1]) last[1] = Math.max(end, last[1]);
      else out.push([start, end]);
    }
    return out;
  }

  /** A stretch of the text that holds the most marks, with … where it was cut. */
  function cut(text, marks) {
    let begin = 0;
    let end = text.length;
    if (text.length > WIDTH) {
      end = WIDTH;
      if (marks.length) {
        const counts = marks.map(([start], i) => marks.slice(i).filter((mark) => mark[1] <= start + WIDTH - LEAD).length);
        const first = marks[counts.indexOf(Math.max(...counts))];
        begin = Math.max(0, Math.min(first[0] - LEAD, text.length - WIDTH));
        end = Math.min(Math.max(begin + WIDTH, first[1]), text.length);
      }
    }
    const shift = (begin ? 1 : 0) - begin;
    return {
      text: [...(begin ? ["…"] : []), ...text.slice(begin, end), ...(end < text.length ? ["…"] : [])],
      marks: marks.filter(([start, stop]) => start < end && stop > begin)
        .map(([start, stop]) => [Math.max(start, begin) + shift, Math.min(stop, end) + shift]),
    };
  }

  /** The headings above a block, outermost first. */
  function section(document, place) {
    const path = [];
    let level = document.levels[place] || 7;
    for (let before = place - 1; before >= 0; before -= 1) {
      if (document.levels[before] > 1 && document.levels[before] < level) {
        level = document.levels[before];
        path.unshift(document.blocks.find((block) => block.place === before).text);
      }
    }
    return path.join(" › ");
  }

  Object.assign(search, { inField, occurrences, matches, passages, section, merged });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
