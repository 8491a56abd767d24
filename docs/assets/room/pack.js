/* A pack as it is told: what room/pack.py, room/slides.py and publish/pack.py do, with the texts of the search. */
(function (search) {
  "use strict";

  const NAMELESS = "备课材料";
  const MOST = 150;
  const OPENING = 24;
  const REPORTS = ["report", "summary", "survey"];
  const SENTENCE = /[^。！？；]*[。！？；]+[”’」』）》]*|[^。！？；]+/gu;
  const CLAUSE = /[^，、：]*[，、：]+[”’」』）》]*|[^，、：]+/gu;
  const SALUTE = /^.{1,40}[：:]$/u;
  const SIGN_DATE = /^[\d〇○一二三四五六七八九十零xX×□年月日\s.．-]{5,20}$/u;
  const INLINE = /[\\`*_[\]<>|~]|&(?=#?[\p{L}\p{N}_]+;)/gu;
  const LINE_START = /^(?:(\d{1,9})([.)])(?=\s|$)|([-+=#>:]))/u;
  const GONE = { unknown: "库中没有这篇文稿，或已撤下", gone: "文稿中已没有此处文字" };

  const letters = (text) => Array.from(text);
  const titled = (heading) => heading.replace(/。$/u, "");
  const shown = (told) => told.filter(Boolean);

  function dated(date) {
    if (!date) return "";
    const [year, ...rest] = date.split("-");
    return `${year}年` + rest.map((n, i) => Number(n) + "月日"[i]).join("");
  }

  /** A document as blocks. `tables` tells the columns of its tables by the number of the block. */
  async function read(number, tables) {
    const { facts, anchors, levels, blocks } = await search.text(number);
    const texts = [];
    for (const { place, text } of blocks) if (place >= 0) texts[place] = text;
    const columns = tables[facts.id] || {};
    return { facts, anchors, subtitle: blocks[1].text, blocks: levels.map((level, i) => (columns[i]
      ? { kind: "table", text: rows(texts[i] || "", columns[i]), level: 0 }
      : { kind: level === 1 ? "title" : level ? "heading" : "paragraph", text: texts[i] || "", level })) };
  }

  /** The rows of a table of which the search keeps the cells. */
  function rows(text, columns) {
    const cells = text.split("|");
    const out = [];
    for (let i = 0; i < cells.length; i += columns) out.push(cells.slice(i, i + columns).join("\t"));
    return out.join("\n");
  }

  function label({ facts, blocks }) {
    if (facts.title) return facts.title;
    const opening = letters(blocks.slice(0, 4).filter(({ kind }) => kind === "paragraph" || kind === "heading")
      .map(({ text }) => text).join(""));
    return `〔${opening.length > OPENING ? opening.slice(0, OPENING).join("") + "…" : opening.join("") || "无题"}〕`;
  }

  function cite(site, document, place, url) {
    const { facts } = document;
    const who = facts.speaker || facts.organization;
    const mark = REPORTS.includes(facts.kind) ? "R/OL" : "EB/OL";
    return `${who ? who + ". " : ""}${label(document)}${document.subtitle ? "：" + document.subtitle : ""}[${mark}]. `
      + `${site.name}, ${facts.date ? `(${facts.date})` : ""}[${site.today}]. ${place ? place + ". " : ""}${site.url ? url : ""}`.trimEnd();
  }

  function by(document) {
    const who = document.facts.speaker || document.facts.organization;
    const name = label(document);
    const day = dated(document.facts.date);
    return `${who ? who + "：" : ""}${name.startsWith("〔") ? name : `《${name}》`}${day ? "，" : ""}${day}`;
  }

  /** The headings over a block. */
  function path(blocks, at) {
    const out = [];
    let level = blocks[at].level || 7;
    for (let i = at - 1; i >= 0; i -= 1) {
      if (blocks[i].kind === "heading" && blocks[i].level < level) {
        out.unshift(titled(blocks[i].text));
        level = blocks[i].level;
      }
    }
    return out;
  }

  /** What an item holds, or the reason why it holds nothing. */
  function passage(item, document) {
    if (!document) return "unknown";
    const { blocks, anchors } = document;
    const whole = { part: "document", anchor: "", heading: "", path: [], number: 0,
      blocks: blocks.filter(({ kind }) => kind !== "title") };
    if (!item.anchor) return whole;
    const at = anchors.indexOf(item.anchor);
    if (at < 0) return "gone";
    if (blocks[at].kind === "title") return whole;
    const over = path(blocks, at);
    if (blocks[at].kind === "heading") {
      let end = at + 1;
      while (end < blocks.length && !(blocks[end].level && blocks[end].level <= blocks[at].level)) end += 1;
      return { part: "section", anchor: item.anchor, heading: titled(blocks[at].text), path: over, number: 0,
        blocks: blocks.slice(at + 1, end) };
    }
    const number = blocks[at].kind === "paragraph"
      ? blocks.slice(0, at + 1).filter(({ kind }) => kind === "paragraph").length : 0;
    return { part: "paragraph", anchor: item.anchor, heading: "", path: over, number, blocks: [blocks[at]] };
  }

  /**
   * A basket as a pack.
   * @param {{name: string, items: object[]}} basket
   * @param {{name: string, url: string, today: string}} site
   * @param {(id: string) => Promise<object | null>} find a document, as `finder` gives it
   */
  async function tell(basket, site, find) {
    const documents = await Promise.all(basket.items.map(({ id }) => find(id)));
    const sources = new Map();
    const passages = [];
    const missing = [];
    basket.items.forEach((item, i) => {
      const document = documents[i];
      const found = passage(item, document);
      if (typeof found === "string") {
        missing.push({ id: item.id, anchor: item.anchor || "", title: item.title || "", reason: found });
        return;
      }
      const { id } = document.facts;
      const number = passages.length + 1;
      if (!sources.has(id)) sources.set(id, { document, passages: [] });
      sources.get(id).passages.push(number);
      const place = found.number ? `第${found.number}段` : "";
      const heading = found.heading || (found.part === "paragraph" && found.path.length ? found.path[found.path.length - 1]
        : label(document));
      const url = address(site, id, found.anchor);
      passages.push({ number, id, anchor: found.anchor, part: found.part, heading, path: found.path, place,
        blocks: found.blocks, note: item.note || "", by: by(document),
        cite: cite(site, document, found.part === "section" ? `“${heading}”` : place, url), url,
        source: Array.from(sources.keys()).indexOf(id) + 1 });
    });
    return { name: basket.name || NAMELESS, site: site.name, day: site.today, passages, missing,
      sources: Array.from(sources, ([id, { document, passages: taken }], i) => ({ number: i + 1, id, title: label(document),
        cite: cite(site, document, "", address(site, id, "")), url: address(site, id, ""), passages: taken })) };
  }

  const address = (site, id, anchor) => `${site.url.replace(/\/+$/, "")}/d/${id}/${anchor ? "#" + anchor : ""}`;
  const made = (told) => `${told.passages.length} 段文字，选自 ${told.sources.length} 篇文稿`;

  /**
   * Finds documents of the shards by id, or by one that was merged into them.
   * @param {string} shards @param {{tables: object, merged: object}} known what basket/known.js tells
   */
  function finder(shards, known) {
    let ready = null;
    const found = new Map();
    return async function (id) {
      ready = ready || search.open(shards).then(search.ids);
      const number = (await ready).indexOf(known.merged[id] || id);
      if (number < 0) return null;
      if (!found.has(number)) found.set(number, read(number, known.tables));
      return found.get(number);
    };
  }

  /** How each block of a document is set: salutations, signatures. */
  function shapes({ part, blocks }) {
    let count = 0;
    return blocks.map(({ kind, text }, i) => {
      count += kind === "paragraph" ? 1 : 0;
      if (part !== "document" || kind !== "paragraph") return "";
      if (count <= 2 && SALUTE.test(text)) return "salute";
      const short = blocks.length - i - 1 <= 2 && letters(text).length <= 30;
      return short && (SIGN_DATE.test(text) || !/[。！？；：…]$/u.test(text)) ? "sign" : "";
    });
  }

  /* Slides: room/slides.py. */
  function cut(paragraphs, most = MOST) {
    const slides = [];
    const least = Math.floor(most / 7);
    let room = 0;
    for (const paragraph of paragraphs.filter(Boolean)) {
      const pieces = even(paragraph, most);
      if (slides.length && pieces.length === 1 && Math.max(letters(paragraph).length, least) <= room) {
        slides[slides.length - 1].push(paragraph);
      } else {
        slides.push(...pieces.map((piece) => [piece]));
        room = most;
      }
      room -= Math.max(letters(pieces[pieces.length - 1]).length, least);
    }
    return slides;
  }

  function even(text, most) {
    const { length } = filled(text, most);
    for (let size = Math.ceil(letters(text).length / length); size < most; size += 5) {
      const found = filled(text, size);
      if (found.length === length) return found;
    }
    return filled(text, most);
  }

  function filled(text, most) {
    const out = [""];
    for (const piece of pieces(text, most)) {
      const last = letters(out[out.length - 1]).length;
      if (last && last + letters(piece).length > most) out.push("");
      out[out.length - 1] += piece;
    }
    return out;
  }

  function pieces(text, most) {
    return (text.match(SENTENCE) || []).flatMap((sentence) => {
      if (letters(sentence).length <= most) return [sentence];
      return sentence.match(CLAUSE).flatMap((clause) => {
        const all = letters(clause);
        const out = [];
        for (let i = 0; i < all.length; i += most) out.push(all.slice(i, i + most).join(""));
        return out;
      });
    });
  }

  function groups({ part, heading, blocks }) {
    const levels = blocks.map(({ level }) => level).filter(Boolean);
    if (part === "document" && levels.length) {
      const top = Math.min(...levels);
      return [[heading, blocks.filter(({ level }) => level === top).map(({ text }) => titled(text)), true]];
    }
    const out = [];
    let head = heading;
    let texts = [];
    for (const block of blocks) {
      if (block.level) {
        if (texts.length) out.push([head, texts, false]);
        head = titled(block.text);
        texts = [];
      } else if (block.kind === "table") {
        texts.push(...block.text.split("\n").map((row) => row.replaceAll("\t", "　")));
      } else {
        texts.push(block.text);
      }
    }
    if (texts.length || !out.length) out.push([head, texts.length ? texts : [heading], false]);
    return out;
  }

  function slides(told) {
    const out = [{ number: 0, head: told.name, lines: [], foot: shown([told.site, dated(told.day)]).join("，"), note: "",
      continued: 1, outline: false }];
    for (const quoted of told.passages) {
      const foot = quoted.by + (quoted.place ? `，${quoted.place}` : "");
      let { note } = quoted;
      for (const [head, texts, outline] of groups(quoted)) {
        cut(texts).forEach((lines, i) => {
          out.push({ number: quoted.number, head, lines, foot, note, continued: i + 1, outline });
          note = "";
        });
      }
    }
    return out;
  }

  /* Markdown: publish/pack_markdown.py. */
  function escape(text) {
    return text.replace(INLINE, "\\$&").replace(LINE_START, (all, number, sign) => (number ? `${number}\\${sign}` : "\\" + all));
  }

  function markdown(told) {
    const parts = [`# ${escape(told.name)}`, shown([told.site, dated(told.day), made(told)]).join("　"), "## 目录",
      told.passages.map((q) => `${q.number}. ${escape(q.heading)}${q.place ? `（${q.place}）` : ""}——${escape(q.by)}`).join("\n")];
    for (const quoted of told.passages) parts.push(...quotation(quoted));
    parts.push("## 资料来源", told.sources.map((s) => `${s.number}. ${escape(s.cite)}（第 ${s.passages.join("、")} 项）`).join("\n"));
    if (told.missing.length) {
      parts.push("## 未能收入", told.missing.map((m) => `- ${m.id}${m.anchor ? "#" + m.anchor : ""} ${escape(m.title)}：${GONE[m.reason]}`)
        .join("\n"));
    }
    return shown(parts).join("\n\n") + "\n";
  }

  function quotation(quoted) {
    const above = quoted.part === "paragraph" ? quoted.path.slice(0, -1) : quoted.path;
    const out = [`## 选文${quoted.number}　${escape(quoted.heading)}`, above.map(escape).join("　›　")];
    const top = Math.min(...quoted.blocks.map(({ level }) => level || 9));
    for (const block of quoted.blocks) {
      if (block.kind === "table") {
        const table = block.text.split("\n").map((row) => `| ${row.split("\t").map(escape).join(" | ")} |`);
        const columns = block.text.split("\n")[0].split("\t").length;
        out.push([table[0], "|" + " --- |".repeat(columns), ...table.slice(1)].join("\n"));
      } else if (block.level) {
        out.push(`${"#".repeat(Math.min(block.level - top + 3, 6))} ${escape(block.text)}`);
      } else {
        out.push(escape(block.text));
      }
    }
    const note = quoted.note.split("\n").filter((line) => line.trim());
    out.push(note.map((line, i) => `> ${i ? "" : "备注："}${escape(line)}  `).join("\n"), `—— ${escape(quoted.cite)}`);
    return out;
  }

  window.gonghuiPack = { tell, finder, slides, markdown, shapes, made, dated, cut, GONE, label, passage };
})(window.gonghuiSearch);
