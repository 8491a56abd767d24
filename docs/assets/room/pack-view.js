/* The pack and its slides as elements, as publish/pack_page.py makes them. */
(function (search, packs) {
  "use strict";

  const { element } = search;
  /** Sizes of type in hundredths of the width, as in pack.css; a slide is 88 wide and leaves 34 high. */
  const SIZES = [[4.8, "k-few"], [4, "k-some"], [3.4, ""], [2.8, "k-many"]];
  const links = (numbers) => numbers.flatMap((n, i) => [i ? "、" : "", element("a", { href: `#k-${n}`, text: n })]);

  function cited(text) {
    const found = /https?:\/\/\S+$/.exec(text);
    return found ? [text.slice(0, found.index), element("a", { href: found[0], text: found[0] })] : [text];
  }

  function table(text) {
    return element("table", {}, element("tbody", {}, ...text.split("\n").map((row) => element("tr", {},
      ...row.split("\t").map((cell) => element("td", { text: cell }))))));
  }

  function passage(q) {
    const above = [q.by + (q.place ? `，${q.place}` : ""), ...(q.part === "paragraph" ? q.path.slice(0, -1) : q.path)];
    const top = Math.min(...q.blocks.map(({ level }) => level || 9));
    const shapes = packs.shapes(q);
    const words = q.blocks.map((block, i) => {
      if (block.kind === "table") return table(block.text);
      if (block.level) return element(`h${Math.min(block.level - top + 3, 6)}`, { text: block.text });
      return element("p", { class: shapes[i] && `k-${shapes[i]}` || null, text: block.text });
    });
    return element("section", { class: "k-passage", id: `k-${q.number}` },
      element("h2", { text: `选文${q.number}　${q.heading}` }), element("p", { class: "k-above", text: above.join("　›　") }),
      element("div", { class: "k-words" }, ...words),
      q.note ? element("div", { class: "k-note" }, element("b", { text: "备注" }), q.note) : null,
      element("p", { class: "k-cite" }, ...cited(q.cite)));
  }

  /** The reading pack, to read and to print. */
  function pack(told) {
    return [
      element("header", { class: "k-cover" }, element("p", { text: "学习阅读材料" }), element("h1", { text: told.name }),
        element("p", { text: packs.made(told) }), element("p", { text: told.site }),
        told.day ? element("p", { text: packs.dated(told.day) }) : null),
      element("section", { class: "k-list" }, element("h2", { text: "目录" }), element("ol", { class: "k-contents" },
        ...told.passages.map((q) => element("li", {}, element("span", { class: "k-n", text: q.number }),
          element("a", { href: `#k-${q.number}`, text: q.heading }), q.place ? `（${q.place}）` : "",
          element("small", { text: q.by }))))),
      ...told.passages.map(passage),
      element("section", { class: "k-index" }, element("h2", { text: "资料来源" }), element("ol", { class: "k-sources" },
        ...told.sources.map((s) => element("li", {}, element("span", { class: "k-n", text: `[${s.number}]` }),
          ...cited(s.cite), "（第 ", ...links(s.passages), " 项）"))),
      told.missing.length ? element("h2", { text: "未能收入" }) : null,
      told.missing.length ? element("ul", { class: "k-missing" }, ...told.missing.map((m) => element("li", {
        text: `${m.id}${m.anchor ? "#" + m.anchor : ""}　${m.title}：${packs.GONE[m.reason]}` }))) : null),
    ];
  }

  function slide(one) {
    if (!one.number) {
      return element("section", { class: "k-slide k-first" }, element("h2", { text: one.head }), element("p", { text: one.foot }));
    }
    const fits = ([size]) => one.lines.reduce((rows, line) => rows + Math.ceil(Array.from(line).length / Math.floor(88 / size)), 0)
      * size * 1.55 + (one.lines.length - 1) * size * 0.4 <= 34;
    const [, kind] = SIZES.find(fits) || SIZES[SIZES.length - 1];
    const more = one.continued > 1 ? `（续${one.continued - 1}）` : "";
    return element("section", { class: ["k-slide", kind, one.outline && "k-outline"].filter(Boolean).join(" "), "data-passage": one.number, hidden: true },
      element("h2", { text: one.head + more }),
      element("div", { class: "k-lines" }, ...one.lines.map((line) => element("p", { text: line }))),
      one.note ? element("div", { class: "k-note" }, element("b", { text: "备注" }), one.note) : null,
      element("p", { class: "k-from", text: `来源：${one.foot}` }));
  }

  Object.assign(packs, { view: { pack, slides: (told) => packs.slides(told).map(slide) } });
})(window.gonghuiSearch, window.gonghuiPack);
