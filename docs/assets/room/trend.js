/** The page of trends: terms and filters stand in the address; picture, table and CSV follow from them. */
(function (search, room) {
  "use strict";

  const page = document.querySelector(".r-trend");
  if (!page) return;
  const { element } = search;
  const TERMS = ["q", "q2", "q3", "q4"];
  const { root } = page.dataset;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const form = part("form");
  const say = (text) => { part("status").textContent = text; };
  /** Bytes that counting one term may load unasked; another number stands on the page where that is tried. */
  const UNASKED = Number(page.dataset.unasked || 250000);
  const COLUMNS = ["term", "year", "documents", "all", "occurrences", "characters", "rate"];

  /** The search for a term in the documents of a year. */
  function link(one, row, filters) {
    const asked = Object.assign({ q: room.quoted(one.term), year: row.year, sort: "oldest" }, filters);
    return `${root}search/index.html?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value))}`;
  }

  const seen = (one, filters) => {
    if (!one.first && !one.total) return filters.region || filters.kind ? "所选范围内没有" : "库中没有";
    if (!one.first) return "只见于时间不详的文稿";
    return one.first === one.last ? `只见于 ${one.first} 年` : `始见 ${one.first} 年，末见 ${one.last} 年`;
  };

  function legend(trends, filters) {
    return element("ul", { class: "r-trend-legend" }, ...trends.map((one, i) => element("li", { "data-term": one.term,
      "data-first": one.first || "", "data-last": one.last || "", "data-total": one.total },
    room.trendSign(i), element("b", { text: one.term }),
    ` ${one.total} 篇${one.occurrences === null ? "" : ` ${one.occurrences} 次`}；${seen(one, filters)}`
      + (one.undated.documents ? `；其中 ${one.undated.documents} 篇时间不详` : ""),
    one.occurrences === null ? "；此词常见，只计篇数" : null)));
  }

  /** What is not counted yet because it loads much, and the button that counts it. */
  function dear(terms, trends) {
    const bytes = trends.reduce((sum, one, i) => sum + (one.occurrences === null ? room.trendBytes(terms[i]) : 0), 0);
    return bytes ? element("p", {}, element("button", { type: "button", class: "g-button", "data-part": "count",
      text: `统计每万字次数（再读约 ${(bytes / 1e6).toFixed(1)} MB）`, onclick: () => show(true).catch(fail) })) : "";
  }

  function table(trends, filters) {
    const head = trends.map((one) => [element("th", { scope: "col", class: "g-number", text: `${one.term}：篇` }),
      element("th", { scope: "col", class: "g-number", text: "次" }), element("th", { scope: "col", class: "g-number", text: "每万字" })]);
    const cells = (one, row) => [
      element("td", { class: "g-number" }, row.documents ? element("a", { href: link(one, row, filters), text: row.documents,
        "aria-label": `${one.term}，${row.year}年，${row.documents}篇` }) : document.createTextNode(row.all ? "0" : "—")),
      element("td", { class: "g-number", text: row.all && row.occurrences !== null ? row.occurrences : "—" }),
      element("td", { class: "g-number", "data-rate": row.rate === null ? "" : row.rate, text: row.rate === null ? "—" : row.rate.toFixed(2) })];
    return element("div", { class: "r-scroll", tabindex: "0", role: "region", "aria-label": "各年数据" },
      element("table", { class: "g-values r-trend-table" }, element("thead", {}, element("tr", {}, element("th", { scope: "col", text: "年份" }),
        element("th", { scope: "col", class: "g-number", text: "当年文稿" }), ...head.flat())),
      element("tbody", {}, ...trends[0].years.map((row, i) => element("tr", { "data-year": row.year },
        element("th", { scope: "row", text: row.year }), element("td", { class: "g-number", text: row.all || "空缺" }),
        ...trends.flatMap((one) => cells(one, one.years[i])))))));
  }

  function csv(trends) {
    const cell = (value) => {
      if (value === null) return "";
      const text = typeof value === "string" && /^[=+\-@]/.test(value) ? `'${value}` : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const rate = (name, value) => (name === "rate" && Number.isInteger(value) ? value.toFixed(1) : value);
    const lines = trends.flatMap((one) => one.years.map((row) =>
      [one.term, ...COLUMNS.slice(1).map((name) => rate(name, row[name]))].map(cell).join(",")));
    return ["\ufeff" + COLUMNS.join(","), ...lines, ""].join("\r\n");
  }

  function save(trends) {
    const address = element("a", { download: "trend.csv", href: URL.createObjectURL(new Blob([csv(trends)], { type: "text/csv" })) });
    address.click();
    setTimeout(() => URL.revokeObjectURL(address.href), 1000);
  }

  async function show(whole = false) {
    const given = new URLSearchParams(window.location.search);
    for (const name of [...TERMS, "region", "kind", "by"]) form.elements[name].value = given.get(name) || "";
    const filters = { region: (given.get("region") || "").trim(), kind: given.get("kind") || "" };
    const terms = Array.from(new Set(TERMS.map((name) => (given.get(name) || "").trim()).filter(Boolean)));
    say(terms.length ? "正在统计……" : "");
    await search.open(page.dataset.shards);
    const names = Array.from(new Set(search.docs.regions.map(([name]) => name).filter(Boolean))).sort();
    page.querySelector("#r-regions").replaceChildren(...names.map((name) => element("option", { value: name })));
    if (!terms.length) return;
    const trends = [];
    for (const term of terms) trends.push(await room.trend(term, filters, whole ? undefined : UNASKED));
    const empty = !trends[0].years.length;
    say(empty ? "所选范围内没有注明日期的文稿。" : "");
    const out = part("out");
    out.replaceChildren(legend(trends, filters), dear(terms, trends));
    if (empty) return;
    const by = given.get("by") === "documents" || trends.some((one) => one.occurrences === null) ? "documents" : "rate";
    const figure = element("figure", { class: "r-trend-figure" });
    let width = 0;
    const redraw = () => {
      if (figure.clientWidth === width || !figure.clientWidth) return;
      width = figure.clientWidth;
      figure.replaceChildren(room.drawTrends(trends, by, width, (one, row) => link(one, row, filters)));
    };
    out.append(figure, element("p", {}, element("button", { type: "button", class: "g-button", text: "存为 CSV",
      onclick: () => save(trends) })), table(trends, filters));
    redraw();
    new ResizeObserver(redraw).observe(figure);
    document.title = `${terms.join("、")} - 词语的走势`;
    page.dataset.ready = "";
  }

  window.gonghuiRoom.trendCsv = csv;
  function fail(problem) {
    say(problem instanceof search.QueryError ? `词语不能读：${problem.whatZh}` : "数据没有读到：可能网站刚刚更新过，请重新载入本页。");
    if (!(problem instanceof search.QueryError)) window.console.warn(problem.message);
  }

  show().catch(fail);
})(window.gonghuiSearch, window.gonghuiRoom);
