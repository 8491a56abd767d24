/** The parts of the search page as elements. Text goes in as text, never as markup. */
(function (search) {
  "use strict";

  const NAMES = { year: "年份", region: "地区", kind: "类型", speaker: "讲话人", organization: "单位" };
  const SHOWN = 12;
  /** Titles that only tell which part of a compilation a text is; as in publish/catalog.py. */
  const MARKER = new RegExp("^.{0,40}(?:第N(?:篇|部分)|(?:篇|范文|范本|例文|样本|模板)[ 　]?[（(【〔]?N[）)】〕]?)[】）)〕：:]?$"
    .replaceAll("N", "[一二三四五六七八九十百〇\\d]{1,4}"), "u");

  /**
   * @param {string} name @param {Object<string, any>} attributes `text` is the content
   * @param {...(Node | string | null)} children
   */
  function element(name, attributes, ...children) {
    const out = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "text") out.textContent = value;
      else if (key.startsWith("on")) out.addEventListener(key.slice(2), value);
      else out.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children) if (child) out.append(child);
    return out;
  }

  /** The name of a value for readers. */
  function label(name, value) {
    if (name !== "kind") return value;
    const names = Object.entries(search.language.kinds).filter(([, kind]) => kind === value).map(([word]) => word);
    return names.find((word) => !/^[a-z]/.test(word)) || value;
  }

  /** Text with marks over stretches of it. @param {string[]} text @param {number[][]} marks */
  function marked(text, marks) {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of marks) {
      out.append(text.slice(at, start).join(""), element("mark", { text: text.slice(start, end).join("") }));
      at = end;
    }
    out.append(text.slice(at).join(""));
    return out;
  }

  const address = (root, id, anchor) => `${root}d/${id}/index.html${anchor ? "#" + anchor : ""}`;

  /**
   * A hit.
   * @param {object} document search.text(...) @param {Form[][]} words @param {string} root
   */
  function hit(document, words, root) {
    const { facts } = document;
    const title = facts.title || "〔" + opening(document) + "〕";
    const titleWords = words.map((forms) => forms.filter((form) => !form.field || form.field === "title"));
    const found = search.matches({ blocks: [{ text: title, place: -1 }], levels: [] }, titleWords)[0];
    const line = ["date", "kind", "speaker", "organization", "region"].filter((name) => facts[name])
      .map((name) => label(name, facts[name])).join(" · ");
    const list = element("div", { class: "gs-passages" });
    const out = element("article", { class: "gs-hit" },
      element("h2", { class: "gs-title" }, element("a", { href: address(root, facts.id) },
        marked(Array.from(title), found ? search.merged(found.marks) : [])),
      MARKER.test(title) ? element("span", { class: "gs-opening", text: " " + opening(document) }) : null),
      element("p", { class: "gs-facts", text: line }), list);
    fill(list, document, words, root, 2);
    return out;
  }

  function opening(document) {
    const first = document.blocks.find(({ place }) => place >= 0);
    return first ? Array.from(first.text).slice(0, 20).join("") + "…" : document.facts.id;
  }

  function fill(list, document, words, root, most) {
    const found = search.passages(document, words, most);
    list.replaceChildren(...found.list.map((passage) => element("p", { class: "gs-passage" },
      passage.section ? element("span", { class: "gs-section", text: passage.section }) : null,
      element("a", { href: address(root, document.facts.id, passage.anchor) }, marked(passage.text, passage.marks)))));
    if (found.more > 0) {
      list.append(element("button", { type: "button", class: "gs-more-passages", text: `还有 ${found.more} 段`,
        onclick: () => fill(list, document, words, root, most + 20) }));
    }
  }

  /**
   * The facets as links, each a state of the page.
   * @param {object} facets @param {object} state @param {(change: object) => string} link
   */
  function facets(facets, state, link) {
    return search.FILTERS.filter((name) => facets[name] && (facets[name].length || state[name])).map((name) => {
      const values = name === "year" ? facets[name].slice().reverse() : facets[name];
      const items = values.map(([value, count]) => element("li", {}, element("a", {
        href: link({ [name]: state[name] === value ? "" : value }), "data-facet": name, "data-value": value,
        "data-count": count, "aria-current": state[name] === value ? "true" : null },
      element("span", { text: label(name, value) }), " ", element("span", { class: "gs-count", text: count }))));
      const list = element("ul", {}, ...items.slice(0, SHOWN));
      const rest = items.slice(SHOWN);
      const more = rest.length ? element("button", { type: "button", class: "gs-more-values",
        text: `全部 ${items.length} 项`, onclick: (event) => {
          list.append(...rest);
          event.target.remove();
        } }) : null;
      return element("details", { open: name !== "speaker" && name !== "organization", class: "gs-facet" },
        element("summary", { text: NAMES[name] }), list, more);
    });
  }

  /** What was added to the query and which filters are set, each with a cross that takes it away. */
  function chips(result, state, link) {
    const out = result.expanded.map(({ from, folded, to, by, years }) => element("li", { class: "gs-chip", "data-by": by },
      `${from} ${by === "pinyin" ? "→" : "＝"} ${to.join("、")}${years ? `（${years.replace("..", "—")}）` : ""} `,
      element("a", { href: link({ off: [...state.off, folded].join(" ") }), "aria-label": `只找“${from}”`, text: "×" })));
    for (const name of search.FILTERS) {
      if (state[name]) {
        out.push(element("li", { class: "gs-chip", "data-by": "filter" }, `${NAMES[name]}：${label(name, state[name])} `,
          element("a", { href: link({ [name]: "" }), "aria-label": `取消${NAMES[name]}`, text: "×" })));
      }
    }
    return out;
  }

  /** Why nothing was found. */
  function why(result, state, link) {
    const query = Array.from(state.q);
    const lines = result.why.map((one) => {
      if (one.without) {
        return element("li", {}, element("a", { href: link({ year: "", region: "", kind: "", speaker: "",
          organization: "" }), text: `不加筛选：${one.total} 篇` }));
      }
      if (one.filter) return element("li", { text: `${NAMES[one.filter]}“${label(one.filter, one.value)}”：${one.total} 篇` });
      const word = query.slice(...one.at).join("");
      return element("li", { "data-why": word, text: `“${word}”单独检索：${one.total} 篇` });
    });
    const better = result.suggestions.map(({ query: q, total }) => element("li", {}, element("a", {
      href: link({ q }), class: "gs-meant", text: q }), ` ${total} 篇`));
    return element("div", { class: "gs-why" },
      ...result.hints.map((hint) => element("p", { class: "gs-hint", "data-code": hint.code, text: hint.message_zh })),
      better.length ? element("p", { text: "是不是要找：" }) : null, better.length ? element("ul", {}, ...better) : null,
      element("p", { text: lines.length > 1 ? "没有找到。各个条件单独的结果：" : "没有找到。" }),
      lines.length > 1 ? element("ul", {}, ...lines) : null);
  }

  /** A query that cannot be read: the message, the place, and a reading. */
  function error(problem, link) {
    const query = Array.from(problem.query);
    const box = element("div", { class: "gs-error", role: "alert", "data-code": problem.code, "data-at": problem.at },
      element("p", { text: problem.whatZh.split("；可以试试：")[0] }), // the proposal stands below, to be clicked
      element("pre", {}, query.slice(0, problem.at).join(""),
        element("mark", { text: query[problem.at] || "␣" }), query.slice(problem.at + 1).join("")));
    if (problem.proposal) {
      box.append(element("p", {}, "改为：", element("a", { href: link({ q: problem.proposal }), text: problem.proposal })));
    }
    return box;
  }

  Object.assign(search, { element, label, marked, address, view: { hit, facets, chips, why, error }, NAMES });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
