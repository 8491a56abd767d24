/** The page of comparisons: which documents, stands in the address; the texts are those of the search. */
(function (search, room) {
  "use strict";

  const SIGNS = { kept: ["同", "保留"], changed: ["改", "改动"], new: ["增", "新增"], dropped: ["删", "删去"], moved: ["移", "移动"] };
  const KEYS = ["a", "b", "c", "d", "e", "f"];
  /** How the documents are called in the form, each compared with the one before it. */
  const LABELS = { a: "前文", b: "后文", c: "第三篇", d: "第四篇", e: "第五篇", f: "第六篇" };
  const OPENING = "（开头）";
  const OFFERED = 8;
  const OTHERS = 3;
  /** Of the opening words of a document without a title. */
  const LETTERS = 24;
  const { element } = search;

  const page = document.querySelector(".r-page");
  if (!page) return;
  const root = page.dataset.root;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const form = part("form");
  const say = (text) => { part("status").textContent = text; };

  const dated = (date) => {
    const [year, ...rest] = date.split("-");
    return `${year}年` + rest.map((n, i) => Number(n) + "月日"[i]).join("");
  };
  const link = (change) => {
    const given = new URLSearchParams(window.location.search);
    Object.entries(change).forEach(([key, value]) => given.set(key, value));
    return `?${given}`;
  };
  /** What a document is called: its title, else its opening words in brackets, as on other pages. */
  const named = ({ facts, blocks }) => {
    if (facts.title) return facts.title;
    const words = Array.from(blocks.filter(({ place }) => place >= 0).sort((x, y) => x.place - y.place).slice(0, 4)
      .map(({ text }) => text).join(""));
    return `〔${words.length > LETTERS ? words.slice(0, LETTERS).join("") + "…" : words.join("") || "无题"}〕`;
  };
  const sign = (state, told) => element("span", { class: `r-sign r-${state}`, title: told || SIGNS[state][1],
    text: SIGNS[state][0] });

  /** A document as it is compared: facts, blocks in the order of the text, their addresses. */
  async function read(number) {
    const document_ = await search.text(number);
    const { facts, anchors, levels, blocks } = document_;
    const texts = [];
    for (const { place, text } of blocks) if (place >= 0) texts[place] = text;
    return { facts, name: named(document_), anchors, blocks: levels.map((level, i) => [level, texts[i] || ""]) };
  }

  /** The number of the document that was named, by its id or its address; -1 for words. */
  function numberOf(value, ids) {
    const match = /(?:^|\/d\/)([0-9a-z]+)(?:\/|$)/.exec(value.trim());
    return match ? ids.indexOf(match[1]) : -1;
  }

  /** Documents to choose from, for a place that is named by words. */
  async function choices(key, query, but) {
    const label = LABELS[key];
    const result = await search.answer({ q: query, sort: "relevance" });
    const read = await Promise.all(result.order.slice(0, OFFERED + 1).map((number) => search.text(number)));
    const found = read.filter(({ facts }) => facts.id !== but).slice(0, OFFERED);
    if (but && !found.length) return "";
    return element("section", { class: "r-choices" },
      element("h2", { text: result.total ? `选一篇作${label}（${query}）` : `没有找到：${query}` }),
      element("ul", {}, ...found.map((one) => element("li", {}, element("a", { href: link({ [key]: one.facts.id }), text: named(one) }),
        " ", element("small", { text: [one.facts.date && dated(one.facts.date), one.facts.organization].filter(Boolean).join("　") })))));
  }

  function heads(a, b) {
    const line = (label, { facts, name }) => element("li", {}, element("b", { text: label }), " ",
      element("a", { href: search.address(root, facts.id), text: name }), " ",
      element("small", { text: [facts.date && dated(facts.date), facts.organization].filter(Boolean).join("　") }));
    return element("ul", { class: "r-heads" }, line("前文", a), line("后文", b));
  }

  function summary(counts) {
    return element("ul", { class: "r-counts" }, ...Object.keys(SIGNS).map((state) =>
      element("li", { "data-state": state, "data-count": counts[state] }, sign(state), `${SIGNS[state][1]} ${counts[state]} 句`)),
    element("li", { text: `后文逐字保留 ${counts.share}%` }));
  }

  /** Wordings that are new; where the archive has them is asked of the search, one after the other. */
  function wordings(all, own) {
    if (!all.length) return element("p", { class: "r-hint", "data-wordings": "0", text: "没有新的提法。" });
    const rows = all.map((one) => element("tr", { "data-wording": one.text },
      element("th", { scope: "row" }, element("a", { href: `${root}search/index.html?${new URLSearchParams({ q: `"${one.text}"` })}`,
        text: one.text })), element("td", { text: one.count }), element("td", { text: "…" }), element("td"), element("td")));
    ask(all, rows, own);
    return element("table", { class: "r-wordings" },
      element("caption", { text: "新的提法" }), element("thead", {}, element("tr", {},
        ...["提法", "本文次数", "有日期的最早", "篇数", "另见"].map((text) => element("th", { scope: "col", text })))),
      element("tbody", {}, ...rows));
  }

  async function ask(all, rows, own) {
    for (let i = 0; i < all.length; i += 1) {
      const [, , since, total, others] = rows[i].cells;
      try {
        const { order } = await search.answer({ q: `"${all[i].text}"`, sort: "oldest" });
        const first = order.find((number) => search.docs.dates[number]);
        since.textContent = first === undefined ? "时间不详" : dated(search.docs.dates[first]);
        total.textContent = order.length;
        const texts = await Promise.all(order.slice(0, OTHERS + 1).map((number) => search.text(number)));
        texts.filter(({ facts }) => facts.id !== own).slice(0, OTHERS).forEach((one, n) => {
          others.append(n ? "；" : "", element("a", { href: search.address(root, one.facts.id), text: named(one) }));
        });
      } catch (problem) {
        since.textContent = "";
      }
    }
  }

  const text = (sentences) => sentences.map(([, words]) => words).join("");
  const parted = (parts, own, tag) => parts.filter(([kind]) => kind === "=" || kind === own)
    .map(([kind, words]) => (kind === own ? element(tag, { text: words }) : words));

  /** A side of a row, with the way to the paragraph. */
  function side(row, name, { facts, anchors }) {
    if (!row[name].length) return element("td");
    const words = row.parts.length ? parted(row.parts, name === "a" ? "-" : "+", name === "a" ? "del" : "ins") : [text(row[name])];
    return element("td", {}, ...words, element("a", { class: "r-to", href: search.address(root, facts.id, anchors[row[name][0][0]]),
      text: "¶", "aria-label": name === "a" ? "到前文此处" : "到后文此处" }),
    name === "b" && row.from ? element("small", { text: `原在“${row.from}”` }) : null);
  }

  function section(one, a, b) {
    const old = one.a === null ? null : one.a || OPENING;
    const young = one.b === null ? null : one.b || OPENING;
    const state = old === null ? "new" : young === null ? "dropped" : one.moved ? "moved" : "";
    const rows = one.rows.map((row) => element("tr", { class: `r-row r-is-${row.state}`, "data-state": row.state,
      "data-moved": row.moved ? "" : null }, element("th", { scope: "row" }, sign(row.state), row.moved ? sign("moved") : null),
    side(row, "a", a), side(row, "b", b)));
    return element("section", { class: "r-section" },
      element("h2", {}, state ? sign(state, `此节${SIGNS[state][1]}`) : null, young || old,
        old && young && old !== young ? element("small", { text: ` 原为：${old}` }) : null),
      rows.length ? element("table", { class: "r-table" },
        element("colgroup", {}, element("col"), element("col"), element("col")), element("thead", {}, element("tr", {},
        ...["变化", "前文", "后文"].map((name) => element("th", { scope: "col", text: name })))), element("tbody", {}, ...rows)) : null);
  }

  function tools() {
    const toggle = element("button", { type: "button", class: "g-button", "aria-pressed": "false", text: "只看不同", onclick: () => {
      const on = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", String(on));
      part("out").classList.toggle("r-only", on);
    } });
    const given = new URLSearchParams(window.location.search);
    return element("p", { class: "r-tools" }, toggle, " ",
      element("button", { type: "button", class: "g-button", text: "打印", onclick: () => window.print() }), " ",
      given.has("c") ? null : element("a", { class: "g-button", href: link({ a: given.get("b"), b: given.get("a") }), text: "对调前后" }));
  }

  function report(a, b) {
    const told = room.compare(a.blocks, b.blocks);
    return element("article", { class: "r-report", "data-a": a.facts.id, "data-b": b.facts.id }, heads(a, b), summary(told.counts),
      wordings(told.wordings, b.facts.id), ...told.sections.map((one) => section(one, a, b)));
  }

  /** The field of a document; those behind the second are made when they are wanted. */
  function field(key) {
    if (!form.elements[key]) {
      const input = element("input", { name: key, autocomplete: "off", spellcheck: "false", placeholder: "编号、网址或检索词" });
      form.insertBefore(element("label", {}, `${LABELS[key]} `, input), form.querySelector("button"));
    }
    return form.elements[key];
  }

  /** The button that adds one document more to the form. */
  function adder() {
    const button = element("button", { type: "button", class: "g-button", text: "再加一篇", onclick: () => {
      field(KEYS.find((key) => !form.elements[key])).focus();
      button.hidden = KEYS.every((key) => form.elements[key]);
    } });
    button.hidden = KEYS.every((key) => form.elements[key]);
    form.append(button);
  }

  async function show() {
    const given = new URLSearchParams(window.location.search);
    const values = KEYS.map((key) => [key, (given.get(key) || "").trim()]).filter(([, value]) => value);
    for (const [key, value] of values) field(key).value = value;
    adder();
    if (!values.length) return;
    say("正在读取……");
    await search.open(page.dataset.shards);
    const ids = await search.ids();
    const numbers = values.map(([, value]) => numberOf(value, ids));
    const open = values.filter((_, i) => numbers[i] < 0);
    for (const [key, value] of open) part("choices").append(await choices(key, value));
    const texts = await Promise.all(numbers.filter((n) => n >= 0).map(read));
    if (!open.length && texts.length === 1) await offer(values[0][0] === "a" ? "b" : "a", texts[0]);
    if (open.length || texts.length < 2) {
      say(texts.length ? `已选：${texts.map(({ name }) => name).join("、")}。请再选一篇。` : "");
      return;
    }
    say("");
    document.title = `${texts[0].name} / ${texts[1].name} - 文稿比较`;
    part("out").append(tools());
    performance.mark("gonghui-compare");
    for (let i = 1; i < texts.length; i += 1) part("out").append(report(texts[i - 1], texts[i]));
    performance.measure("gonghui-compare", "gonghui-compare");
  }

  /** What a document is likely to be compared with: what the same body has. */
  async function offer(key, { facts }) {
    if (facts.organization) part("choices").append(await choices(key, `单位:"${facts.organization}"`, facts.id));
    else if (facts.region) part("choices").append(await choices(key, `地区:"${facts.region}"`, facts.id));
  }

  show().catch((problem) => {
    say(problem instanceof search.QueryError ? `检索式有误：${problem.whatZh}` : "文稿数据没有读到：可能网站刚刚更新过，请重新载入本页。");
    if (!(problem instanceof search.QueryError)) window.console.warn(problem.message);
  });
})(window.gonghuiSearch, window.gonghuiRoom);
