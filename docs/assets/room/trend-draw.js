/**
 * The picture of trends: a line for each term over the years, below it the documents of each year.
 * Lines differ in colour, dashes and the form of their points; a year without a document breaks them.
 */
(function (room) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const [LEFT, RIGHT, TOP, HEIGHT, BARS] = [44, 4, 14, 220, 46];
  /** Pixels between the axis and the first year, and behind the last one. */
  const INSIDE = 20;
  /** A point's outline about 0, 0: circle, square, triangle, diamond. */
  const FORMS = ["M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "M-4 -4h8v8h-8z", "M0 -5l5 9h-10z", "M0 -6l5 6l-5 6l-5 -6z"];
  const LABEL = 38;

  function svg(name, attributes, ...children) {
    const out = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") out.textContent = value;
      else if (value !== null) out.setAttribute(key, value);
    }
    out.append(...children.filter(Boolean));
    return out;
  }

  /** A round number not below a value, to end the axis with. */
  function roof(value) {
    if (!(value > 0)) return 1;
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= value * 0.999);
  }

  const plain = (value) => String(Math.round(value * 100) / 100);

  /**
   * @param {object[]} trends of room.trend, over the same years @param {"rate" | "documents"} by
   * @param {number} width pixels @param {(trend: object, row: object) => string} link
   */
  function draw(trends, by, width, link) {
    const { years } = trends[0];
    const inner = width - LEFT - RIGHT - 2 * INSIDE;
    const x = (i) => LEFT + INSIDE + (years.length > 1 ? inner * i / (years.length - 1) : inner / 2);
    const top = roof(Math.max(...trends.flatMap((one) => one.years.map((row) => row[by] || 0))));
    const y = (value) => TOP + HEIGHT * (1 - value / top);
    const base = TOP + HEIGHT + 26 + BARS;
    const most = Math.max(...years.map((row) => row.all), 1);
    const every = Math.ceil(years.length * LABEL / Math.max(inner + LABEL, 1));
    const unit = by === "rate" ? "每万字次数" : "篇数";
    const out = svg("svg", { class: "r-trend-picture", viewBox: `0 0 ${width} ${base + 20}`, width, height: base + 20,
      role: "group", "aria-label": `${trends.map((one) => one.term).join("、")}：各年${unit}，数据见下表` });
    for (const part of [0, 0.5, 1]) {
      out.append(svg("path", { class: "r-grid", d: `M${LEFT} ${y(top * part)}H${width - RIGHT}` }),
        svg("text", { class: "r-axis", x: LEFT - 6, y: y(top * part) + 4, "text-anchor": "end", text: plain(top * part) }));
    }
    const wide = Math.max(2, Math.min(22, inner / Math.max(years.length, 1) * 0.6));
    years.forEach((row, i) => {
      const tall = row.all ? Math.max(2, (BARS - 14) * row.all / most) : 0;
      if (row.all) out.append(svg("rect", { class: "r-behind", x: x(i) - wide / 2, y: base - tall, width: wide, height: tall }));
      if (i % every === 0) {
        out.append(svg("text", { class: "r-axis", x: x(i), y: TOP + HEIGHT + 17, "text-anchor": "middle", text: row.year }),
          svg("text", { class: "r-axis r-behind-n", x: x(i), y: base - tall - 3, "text-anchor": "middle", text: row.all || "空" }));
      }
    });
    out.append(svg("text", { class: "r-axis", x: LEFT - 6, y: base, "text-anchor": "end", text: "文稿" }),
      svg("text", { class: "r-axis", x: 2, y: base + 17, text: `上：${unit}；下：当年文稿篇数，空缺的年份没有文稿` }));
    trends.forEach((one, number) => out.append(line(one, number, by, x, y, link)));
    return out;
  }

  function line(one, number, by, x, y, link) {
    const group = svg("g", { class: `r-line r-line-${number}` });
    let path = "";
    let open = false;
    one.years.forEach((row, i) => {
      const here = row.all && row[by] !== null;
      if (here) path += `${open ? "L" : "M"}${x(i).toFixed(1)} ${y(row[by]).toFixed(1)}`;
      open = here;
    });
    group.append(svg("path", { class: "r-stroke", d: path || "M0 0" }));
    one.years.forEach((row, i) => {
      if (!row.all || row[by] === null) return;
      const told = `${one.term}，${row.year}年：${row.rate === null ? "" : `每万字 ${row.rate} 次，`}${row.documents} 篇（当年共 ${row.all} 篇）`;
      const place = `translate(${x(i).toFixed(1)} ${y(row[by]).toFixed(1)})`;
      const point = svg("path", { class: row.documents ? "r-point" : "r-point r-none", d: FORMS[number], transform: place });
      point.append(svg("title", { text: told }));
      group.append(row.documents ? svg("a", { href: link(one, row), "aria-label": told },
        svg("circle", { class: "r-target", r: 12, transform: place }), point) : point);
    });
    return group;
  }

  /** The sign of a line, for the legend. */
  const sign = (number) => svg("svg", { class: "r-trend-sign", width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" },
    svg("g", { class: `r-line r-line-${number}` }, svg("path", { class: "r-stroke", d: "M1 7H33" }),
      svg("path", { class: "r-point", d: FORMS[number], transform: "translate(17 7)" })));

  Object.assign(room, { drawTrends: draw, trendSign: sign });
})((window.gonghuiRoom = window.gonghuiRoom || {}));
