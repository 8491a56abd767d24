/** The page of figures: filters over the files of the years (publish/figures.py); the choice stands in the address. */
(function () {
  "use strict";

  const page = document.querySelector(".r-figures-page");
  if (!page) return;
  const SENSES = { level: "水平", growth: "增减", share: "比率", rank: "名次" };
  const BOUNDS = { least: "不少于", most: "不超过", about: "约" };
  const STEP = 200;
  /** All years are read at once while the archive has no more figures than this. */
  const MANY = 5000;
  const NAMES = ["region", "unit", "aim", "of", "q"];
  const { root } = page.dataset;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const form = part("form");
  const years = page.dataset.years.split(" ").filter(Boolean).map((one) => one.split(":"));
  const waiting = new Map();
  const known = new Map();
  let shown = [];
  let listed = 0;
  let turn = 0;

  window.gonghuiFigures = (year, documents) => {
    known.set(year, documents);
    if (waiting.has(year)) waiting.get(year).resolve(documents);
  };

  /** The documents of a year with their figures, read once. */
  function load(year) {
    if (known.has(year)) return Promise.resolve(known.get(year));
    if (!waiting.has(year)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      waiting.set(year, entry);
      const script = document.createElement("script");
      script.src = `${root}figures/${year}.js`;
      script.onerror = () => {
        waiting.delete(year);
        entry.reject(new Error(year));
      };
      document.head.append(script);
    }
    return waiting.get(year).promise;
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
    return element("tr", {}, element("th", { scope: "row" }, object || untold(), of && " ", of && element("small", { text: of })),
      element("td", { class: "g-number" }, element("data", { value, text: written })),
      element("td", {}, target && element("span", { class: "r-target-sign", text: "目标" }), target && " ", SENSES[sense], bound && " ", bound && element("small", { text: BOUNDS[bound] })),
      element("td", {}, year ? told(year) : untold(), time && (!year || time !== told(year)) ? " " : "",
        time && (!year || time !== told(year)) && element("small", { text: time })),
      element("td", {}, element("a", { href: `${root}d/${id}/index.html#${anchor}`, text: label }), " ",
        element("small", { text: dated(date) })));
  }

  /** Whether a document lies in a place: a code holds all codes that go on from it. */
  function within(document_, place) {
    if (!/^\d{6}$/.test(place)) return document_[3] === place;
    return document_[3].startsWith(place.replace(/(?:00){1,2}$/, ""));
  }

  function list() {
    const rows = shown.slice(listed, listed + STEP).map(row);
    part("rows").append(...rows);
    listed += rows.length;
    const more = part("more");
    more.replaceChildren();
    if (listed < shown.length) {
      const button = element("button", { type: "button", class: "g-button", text: `再列 ${Math.min(STEP, shown.length - listed)} 条` });
      button.addEventListener("click", () => {
        list();
        rows[rows.length - 1].nextElementSibling.querySelector("a").focus();
      });
      more.append(button);
    }
  }

  async function show() {
    turn += 1;
    const mine = turn;
    const state = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
    part("status").textContent = "正在读取……";
    const wanted = years.map(([year]) => year).filter((year) => !state.of || state.of === "all" || year === state.of);
    try {
      const read = await Promise.all(wanted.map(load));
      if (mine !== turn) return;
      shown = read.flat().filter((one) => !state.region || within(one, state.region))
        .flatMap((one) => one[5].map((figure) => [one, figure]))
        .filter(([, figure]) => (!state.unit || figure[2] === state.unit) && (!state.aim || Boolean(figure[9]) === (state.aim === "yes"))
          && (!state.q || (figure[0] || "").includes(state.q)));
      part("rows").replaceChildren();
      listed = 0;
      list();
      part("status").textContent = `${shown.length} 条`;
      part("status").dataset.total = shown.length;
    } catch (problem) {
      part("status").textContent = "数据没有读到：可能网站刚刚更新过，请重新载入本页。";
    }
  }

  function cell(value) {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = typeof value === "string" && /^[\s]*[=+\-@]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function save() {
    const head = ["id", "anchor", "object", "row", "value", "to", "unit", "written", "sense", "target", "bound", "year", "time", "date",
      "title", "region"];
    const lines = shown.map(([[id, label, date, , region], [object, value, unit, written, sense, bound, year, time, anchor, target, of, to]]) =>
      [id, anchor, object, of, value, to, unit, written, sense, target ? 1 : 0, bound, year, time, date, label, region].map(cell).join(","));
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

  const total = years.reduce((sum, [, count]) => sum + Number(count), 0);
  form.elements.of.append(...(total > MANY ? [] : [element("option", { value: "", text: "全部" })]),
    ...years.map(([year, count]) => element("option", { value: year, text: `${named(year)}（${count}）` })),
    ...(total > MANY ? [element("option", { value: "all", text: "全部（较慢）" })] : []));
  const given = new URLSearchParams(window.location.search);
  for (const name of NAMES) if (given.get(name)) form.elements[name].value = given.get(name);
  form.hidden = false;
  part("save").hidden = false;
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  part("save").addEventListener("click", save);
  show();
})();
