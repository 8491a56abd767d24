/** The page of figures: filters over the files of the years (publish/figures.py); the choice stands in the address. */
(function () {
  "use strict";

  const page = document.querySelector(".r-figures-page");
  if (!page) return;
  const SENSES = { level: "水平", growth: "增长", share: "比率", rank: "名次" };
  const BOUNDS = { least: "不少于", most: "不超过", about: "约" };
  const STEP = 200;
  /** Where the figures of a document stand behind what is told of it. */
  const FIGURES = 6;
  /** What is chosen is read as a whole while it has no more figures than this (some 300 KB), else part by part. */
  const MANY = 4000;
  /** Parts that are read in search of rows before the reader is asked. */
  const PARTS = 2;
  const NAMES = ["region", "unit", "aim", "of", "q"];
  const { root } = page.dataset;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const form = part("form");
  /** The files of the years, the newest first: {name, year, count}. */
  const parts = page.dataset.parts.split(" ").filter(Boolean).map((one) => {
    const [name, count] = one.split(":");
    return { name, year: name.split("-")[0], count: Number(count) };
  });
  const waiting = new Map();
  const known = new Map();
  /** What is shown: the parts that were chosen, how many of them are read, the rows found, how many are listed. */
  let view = { parts: [], read: 0, rows: [], listed: 0, fits: () => true };

  window.gonghuiFigures = (name, documents) => {
    known.set(name, documents);
    if (waiting.has(name)) waiting.get(name).resolve(documents);
  };

  /** The documents of a part with their figures, read once. */
  function load(name) {
    if (known.has(name)) return Promise.resolve(known.get(name));
    if (!waiting.has(name)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      waiting.set(name, entry);
      const script = document.createElement("script");
      script.src = `${root}figures/${name}.js`;
      script.onerror = () => {
        waiting.delete(name);
        entry.reject(new Error(name));
      };
      document.head.append(script);
    }
    return waiting.get(name).promise;
  }

  function element(name, attributes, ...children) {
    const out = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") out.textContent = value;
      else out.setAttribute(key, value);
    }
    out.append(...children.filter(Boolean));
    return out;
  }

  const named = (year) => (year === "undated" ? "时间不详" : `${year}年`);
  const dated = (date) => {
    const [year, ...rest] = date.split("-");
    return year ? `${year}年` + rest.map((n, i) => Number(n) + "月日"[i]).join("") : "";
  };
  const told = (year) => {
    const [first, last] = year.split("..");
    return last ? `${first}—${last}年` : last === "" ? `${first}年以来` : `${first}年`;
  };
  const untold = () => element("span", { class: "r-untold", text: "未明" });

  function row([document_, [object, value, , written, sense, bound, year, time, anchor, target, of]]) {
    const [id, label, date] = document_;
    const fell = sense === "growth" && value < 0 ? "下降" : "";
    return element("tr", {}, element("th", { scope: "row" }, object || untold(), of && " ", of && element("small", { text: of })),
      element("td", { class: "g-number" }, element("data", { value, text: fell + written })),
      element("td", {}, target && element("span", { class: "r-target-sign", text: "目标" }), target && " ", fell || SENSES[sense], bound && " ", bound && element("small", { text: BOUNDS[bound] })),
      element("td", {}, year ? told(year) : untold(), time && (!year || time !== told(year)) ? " " : "",
        time && (!year || time !== told(year)) && element("small", { text: time })),
      element("td", {}, element("a", { href: `${root}d/${id}/index.html#${anchor}`, text: label }), " ",
        element("small", { text: dated(date) })));
  }

  /** Whether a document lies in a place: a code holds all codes that go on from it, a name all names with it. */
  function within(document_, place) {
    if (!/^\d{6}$/.test(place)) return document_[4].includes(place);
    return document_[3].startsWith(place.replace(/(?:00){1,2}$/, ""));
  }

  const sum = (some) => some.reduce((all, one) => all + one.count, 0);

  /** Reads parts of a view until `enough` rows are found or `most` parts are read. */
  async function read(mine, enough, most) {
    const whole = sum(mine.parts) <= MANY;
    const end = whole ? mine.parts.length : Math.min(mine.parts.length, mine.read + most);
    while (mine.read < end && mine.rows.length < enough) {
      const together = whole ? end : 1;
      const got = await Promise.all(mine.parts.slice(mine.read, mine.read + together).map((one) => load(one.name)));
      mine.read += together;
      for (const documents of got) mine.rows.push(...documents.flatMap((one) => mine.fits(one)));
    }
  }

  function tell(mine) {
    const status = part("status");
    const all = mine.read === mine.parts.length;
    const last = mine.read && mine.parts[mine.read - 1].year;
    status.textContent = all ? `${mine.rows.length} 条`
      : `${mine.known === null ? `已找到 ${mine.rows.length} 条` : `${mine.known} 条`}，读到${named(last)}的文稿，其余还没有读`;
    if (all || mine.known !== null) status.dataset.total = all ? mine.rows.length : mine.known;
    else delete status.dataset.total;
  }

  /** Lists the next rows; what is not read yet is read when they run out. */
  async function list(mine) {
    await read(mine, mine.listed + STEP, PARTS);
    if (mine !== view) return null;
    const rows = mine.rows.slice(mine.listed, mine.listed + STEP).map(row);
    if (!mine.listed) part("rows").replaceChildren();
    part("rows").append(...rows);
    mine.listed += rows.length;
    tell(mine);
    const more = part("more");
    more.replaceChildren();
    const left = mine.rows.length - mine.listed;
    if (left || mine.read < mine.parts.length) {
      const button = element("button", { type: "button", class: "g-button",
        text: left ? `再列 ${Math.min(STEP, left)} 条` : "继续往前找" });
      button.addEventListener("click", () => list(mine).then((next) => next && (next[0] || button).querySelector("a")?.focus()).catch(fail));
      more.append(button);
    }
    return rows;
  }

  const fail = () => { part("status").textContent = "数据没有读到：可能网站刚刚更新过，请重新载入本页。"; };

  function show() {
    const state = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
    part("status").textContent = "正在读取……";
    const narrowed = Boolean(state.region || state.unit || state.aim || state.q);
    const chosen = parts.filter(({ year }) => !state.of || year === state.of);
    view = { parts: chosen, read: 0, rows: [], listed: 0, known: narrowed ? null : sum(chosen),
      fits: (one) => (state.region && !within(one, state.region) ? [] : one[FIGURES]
        .filter((figure) => (!state.unit || figure[2] === state.unit) && (!state.aim || Boolean(figure[9]) === (state.aim === "yes"))
          && (!state.q || (figure[0] || "").includes(state.q)))
        .map((figure) => [one, figure])) };
    return list(view).catch(fail);
  }

  function cell(value) {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = typeof value === "string" && /^[\s]*[=+\-@]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  async function save() {
    const mine = view;
    part("status").textContent = "正在读取……";
    await read(mine, Infinity, Infinity);
    tell(mine);
    const head = ["id", "anchor", "object", "row", "value", "to", "unit", "written", "sense", "target", "bound", "year", "time", "date",
      "title", "organization", "region_code", "region"];
    const lines = mine.rows.map(([[id, label, date, place, region, organization], [object, value, unit, written, sense, bound, year, time, anchor, target, of, to]]) =>
      [id, anchor, object, of, value, to, unit, written, sense, target ? 1 : 0, bound, year, time, date, label, organization,
        place === region ? "" : place, region].map(cell).join(","));
    const link = element("a", { download: "figures.csv",
      href: URL.createObjectURL(new Blob(["\ufeff", [head.join(","), ...lines, ""].join("\r\n")], { type: "text/csv" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function keep() {
    const given = new URLSearchParams();
    for (const name of NAMES) if (form.elements[name].value.trim()) given.set(name, form.elements[name].value.trim());
    window.history.replaceState(null, "", `${window.location.pathname}${String(given) && `?${given}`}`);
    show();
  }

  const years = Array.from(new Set(parts.map(({ year }) => year)));
  form.elements.of.append(element("option", { value: "", text: "全部" }), ...years.map((year) =>
    element("option", { value: year, text: `${named(year)}（${sum(parts.filter((one) => one.year === year))}）` })));
  const given = new URLSearchParams(window.location.search);
  for (const name of NAMES) if (given.get(name)) form.elements[name].value = given.get(name);
  form.hidden = false;
  part("save").hidden = false;
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  part("save").addEventListener("click", () => save().catch(fail));
  show();
})();
