/** A concordance: every occurrence on a line of its own, the words one below the other, sorted by what stands beside. */
(function (search) {
  "use strict";

  const AROUND = 20;
  const STEP = 50;
  const { element } = search;

  /**
   * @typedef {{left: string, word: string, right: string, date: string, title: string, id: string, section: string,
   *   anchor: string}} Row `anchor` is empty in a title or another field
   * @param {object} document search.text(...) @param {Form[][]} words @returns {Row[]}
   */
  function rows(document, words) {
    const out = [];
    for (const { place, text, marks } of search.matches(document, words)) {
      const where = place < 0 ? { section: "", anchor: "" }
        : { section: search.section(document, place), anchor: document.anchors[place] };
      for (const [start, end] of longest(marks)) {
        out.push({ left: text.slice(Math.max(0, start - AROUND), start).join(""), word: text.slice(start, end).join(""),
          right: text.slice(end, end + AROUND).join(""), date: document.facts.date || "",
          title: document.facts.title || "", id: document.facts.id, ...where });
      }
    }
    return out;
  }

  /** Of marks that begin at one place the longest; marks are sorted. As search/kwic.py. */
  const longest = (marks) => marks.filter(([start], i) => i + 1 === marks.length || marks[i + 1][0] > start);

  /** The occurrences in some documents of a result. @returns {Promise<Row[]>} */
  async function concordance(result, from, count) {
    const read = await Promise.all(result.order.slice(from, from + count).map((number) => search.text(number)));
    return [].concat(...read.map((document) => rows(document, result.words)));
  }

  const reversed = (text) => Array.from(text).reverse().join("");
  const SORTS = {
    order: null,
    left: (row) => reversed(search.fold(row.left)),
    right: (row) => search.fold(row.right),
    date: (row) => row.date || "9999",
  };

  function sorted(all, key) {
    if (!key) return all;
    const keyed = all.map((row) => [key(row), row]);
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return keyed.map(([, row]) => row);
  }

  /** The columns of `gonghui search --kwic --csv`; what a spreadsheet would take for a formula is led by an apostrophe. */
  function csv(all) {
    const cell = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);
    const quoted = (text) => `"${cell(text).replace(/"/g, '""')}"`;
    const lines = all.map((row) => [row.left, row.word, row.right, row.date, row.title, row.id, row.section,
      `/d/${row.id}/${row.anchor && "#" + row.anchor}`].map(quoted));
    return "\ufeff" + [["left", "match", "right", "date", "title", "id", "section", "url"], ...lines].join("\r\n") + "\r\n";
  }

  function line(row, root) {
    return element("tr", {}, element("td", { class: "gs-left", text: row.left }),
      element("td", { class: "gs-word" }, element("a", { href: search.address(root, row.id, row.anchor), text: row.word })),
      element("td", { class: "gs-right", text: row.right }), element("td", { text: row.date.slice(0, 4) }),
      element("td", { text: row.title || row.id, title: row.title }));
  }

  /**
   * Shows the concordance of a result; documents are read by fifties, in the order of the result.
   * @param {Element} box @param {object} result @param {string} root
   */
  async function showKwic(box, result, root) {
    const all = [];
    let read = 0;
    const body = element("tbody");
    const order = element("select", { "aria-label": "排序", onchange: () => draw() },
      ...[["order", "按结果"], ["left", "按左文"], ["right", "按右文"], ["date", "按时间"]]
        .map(([value, text]) => element("option", { value, text })));
    const note = element("span", { role: "status" });
    const more = element("button", { type: "button", onclick: () => add() });
    const save = element("button", { type: "button", text: "CSV", onclick: () => {
      const url = URL.createObjectURL(new Blob([csv(sorted(all, SORTS[order.value]))], { type: "text/csv" }));
      element("a", { href: url, download: "kwic.csv" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    } });
    const draw = () => {
      body.replaceChildren(...sorted(all, SORTS[order.value]).map((row) => line(row, root)));
      note.textContent = `${read} / ${result.total} 篇，${all.length} 处`;
      more.textContent = `再读 ${Math.min(STEP, result.total - read)} 篇`;
      more.hidden = read >= result.total;
    };
    const add = async () => {
      all.push(...await concordance(result, read, STEP));
      read = Math.min(read + STEP, result.total);
      draw();
    };
    box.replaceChildren(element("p", { class: "gs-kwic-tools" }, order, " ", more, " ", save, " ", note),
      element("table", { class: "gs-kwic" }, element("thead", {}, element("tr", {},
        ...["左文", "检索词", "右文", "年", "出处"].map((text) => element("th", { scope: "col", text })))), body));
    await add();
    const word = body.querySelector(".gs-word");
    if (word) box.scrollLeft = word.offsetLeft - (box.clientWidth - word.offsetWidth) / 2; // on a narrow screen
  }

  Object.assign(search, { concordance, showKwic });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
