/** A text cut into sections and sentences, and what of them is compared: as room/sentences.py. Characters are code points. */
(function (room) {
  "use strict";

  const END = /[^。！？；!?;]*[。！？；!?;]+[”’」』）)】》"']*|[^。！？；!?;]+/gu;
  const KEPT = /[\p{L}\p{N}%‰□×]|(?<=[0-9])\.(?=[0-9])/gu;
  const NUMBER = new RegExp("^\\s*(?:第?[一二三四五六七八九十百〇零]+[、.．：章节篇]|第[一二三四五六七八九十百〇零]+(?:部分|个)?"
    + "|[(（][一二三四五六七八九十百0-9]+[)）]|[0-9]+[、.．)）])\\s*", "u");

  const narrow = (text) => text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const key = (text) => (narrow(text).match(KEPT) || []).join("").toLowerCase();
  const headingKey = (text) => key(text.replace(NUMBER, ""));
  const size = (text) => Array.from(text).length;
  /** Compares arrays of numbers, the first that differ decide. */
  const byNumbers = (one, two) => {
    for (let i = 0; i < one.length; i += 1) if (one[i] !== two[i]) return one[i] - two[i];
    return 0;
  };
  /** By code points, as Python orders strings. */
  const byText = (one, two) => {
    const a = Array.from(one, (c) => c.codePointAt(0));
    const b = Array.from(two, (c) => c.codePointAt(0));
    for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
  };

  function cut(blocks) {
    const sections = [{ heading: "", key: "", block: -1 }];
    const sentences = [];
    blocks.forEach(([level, text], block) => {
      if (level > 1) sections.push({ heading: text, key: headingKey(text), block });
      else if (level === 0) {
        for (const piece of text.match(END) || []) {
          const told = key(piece);
          if (told) sentences.push({ text: piece.trim(), key: told, size: size(told), section: sections.length - 1, block });
        }
      }
    });
    return { sections, sentences };
  }
  room.texts = { key, size, byNumbers, byText, cut };
})((window.gonghuiRoom = window.gonghuiRoom || {}));
