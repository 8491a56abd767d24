/** The search page: its state stands in the address; everything else follows from it. */
(function (search) {
  "use strict";

  /** Hits that are read at once; hits that are listed before the reader asks for more. */
  const EAGER = 10;
  const LISTED = 500;
  const KEYS = ["q", "sort", "view", ...search.FILTERS, "off"];
  const { element } = search;

  const root = document.querySelector(".gs");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const form = part("form");
  const status = part("status");
  const count = part("count");
  const hits = part("hits");
  /** @type {Promise<void> | null} */
  let opened = null;
  let turn = 0;

  /** The state that the address tells. */
  function read() {
    const given = new URLSearchParams(window.location.search);
    const state = {};
    for (const key of KEYS) state[key] = given.get(key) || "";
    state.off = state.off.split(" ").filter(Boolean);
    return state;
  }

  /** The address of the state with a change. @param {object} state */
  const linkFrom = (state) => (change) => {
    const all = Object.assign({}, state, { off: state.off.join(" ") }, change);
    const given = new URLSearchParams();
    for (const key of KEYS) if (all[key] && !(key === "sort" && all[key] === "relevance")) given.set(key, all[key]);
    return `?${given}`;
  };

  function go(address) {
    leave();
    window.history.pushState(null, "", address);
    show();
  }

  /** Puts the state into the form. */
  function fillForm(state) {
    form.elements.q.value = state.q;
    form.elements.sort.value = state.sort || "relevance";
    form.elements.view.value = state.view || "hits";
  }

  /** Answers the state in the address. */
  async function show() {
    const mine = (turn += 1);
    const state = read();
    const link = linkFrom(state);
    fillForm(state);
    root.setAttribute("aria-busy", "true");
    try {
      opened = opened || search.open(root.dataset.shards);
      await opened;
      const people = state.speaker || state.organization ? search.people() : null;
      const result = await search.answer(state);
      if (people) await people;
      if (mine !== turn) return;
      await showResult(result, state, link, () => mine === turn);
    } catch (problem) {
      if (mine === turn) showProblem(problem, link);
    }
    if (mine === turn) {
      root.removeAttribute("aria-busy");
      comeBack();
    }
  }

  /** Remembers which hit stands at the top of the window, for the way back to this page. */
  function leave() {
    const first = Array.from(hits.children).find((item) => item.getBoundingClientRect().bottom > 0);
    const place = first && window.scrollY ? { id: first.dataset.id, top: first.getBoundingClientRect().top } : null;
    window.history.replaceState(place, "");
  }

  function comeBack() {
    const place = window.history.state;
    const item = place && Array.from(hits.children).find((one) => one.dataset.id === place.id);
    if (item) window.scrollBy(0, item.getBoundingClientRect().top - place.top);
  }

  /** The line that a screen reader reads out. @param {string} text @param {boolean} [told] whether it stands elsewhere */
  function say(text, told) {
    status.textContent = text;
    status.classList.toggle("gs-told", Boolean(told));
  }

  function clear() {
    for (const name of ["problem", "chips", "facets", "hits", "more", "kwic"]) part(name).replaceChildren();
  }

  function showProblem(problem, link) {
    clear();
    count.removeAttribute("data-total");
    count.textContent = "";
    if (problem instanceof search.QueryError) {
      say("检索式有误");
      part("problem").append(search.view.error(problem, link));
      return;
    }
    opened = null;
    say("");
    part("problem").append(element("p", { role: "alert", text: "检索数据没有读到：可能网站刚刚更新过，请重新载入本页。" }));
    window.console.warn(problem.message);
  }

  async function showResult(result, state, link, current) {
    const texts = await Promise.all(result.order.slice(0, EAGER).map((number) => search.text(number)));
    if (!current()) return;
    clear();
    count.dataset.total = result.total;
    count.textContent = `${result.total} 篇`;
    say(result.total ? `找到 ${result.total} 篇` : "没有找到", true);
    part("chips").append(...search.view.chips(result, state, link));
    part("facets").append(...search.view.facets(result.facets, state, link), morePeople(result, state, link));
    if (!result.total) part("problem").append(search.view.why(result, state, link));
    else if (state.view === "kwic") search.showKwic(part("kwic"), result, root.dataset.root);
    else {
      const known = [];
      texts.forEach(({ facts }, i) => { known[result.order[i]] = facts.id; });
      await showHits(result, known, 0, EAGER);
      if (result.total <= EAGER) return;
      const ids = await search.ids(); // those in sight need no list of all ids
      if (current()) await showHits(result, ids, EAGER, LISTED - EAGER);
    }
  }

  /** Facets of speakers and organizations are loaded when they are asked for. */
  function morePeople(result, state, link) {
    if (search.docs.speaker || !result.total) return "";
    return element("button", { type: "button", class: "gs-people", text: "讲话人和单位", onclick: async (event) => {
      await search.people();
      event.target.remove();
      part("facets").replaceChildren(...search.view.facets(search.facets(result.order), state, link));
    } });
  }

  /** Reads a hit's text when it comes near the window. */
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) fill(target);
  }, { rootMargin: "600px" });
  /** @type {WeakMap<Element, {number: number, words: object[][]}>} */
  const unread = new WeakMap();

  async function fill(item) {
    const hit = unread.get(item);
    if (!hit) return;
    unread.delete(item);
    watcher.unobserve(item);
    const text = await search.text(hit.number);
    item.replaceChildren(search.view.hit(text, hit.words, root.dataset.root));
    item.classList.remove("gs-unread");
  }

  /** Puts hits into the list, `most` of them from `shown` on: all with their ids, the text of those in sight. */
  async function showHits(result, ids, shown, most) {
    const items = result.order.slice(shown, shown + most).map((number) => {
      const item = element("li", { "data-id": ids[number], class: "gs-unread" },
        element("a", { href: search.address(root.dataset.root, ids[number]), text: "…", "aria-label": "读取中" }));
      unread.set(item, { number, words: result.words });
      watcher.observe(item);
      return item;
    });
    const reading = items.slice(0, shown ? 0 : EAGER).map(fill);
    hits.append(...items);
    const rest = shown || most === LISTED ? result.total - hits.children.length : 0;
    part("more").replaceChildren(rest > 0 ? element("button", { type: "button", text: `再列 ${Math.min(LISTED, rest)} 篇`,
      onclick: async () => {
        const first = hits.children.length;
        await showHits(result, ids, first, LISTED);
        hits.children[first].querySelector("a").focus();
      } }) : "");
    await Promise.all(reading);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const view = form.elements.view.value;
    const change = { q: form.elements.q.value, sort: form.elements.sort.value, view: view === "hits" ? "" : view };
    go(linkFrom(Object.assign(read(), { off: [] }))(change));
  });
  for (const name of ["sort", "view"]) form.elements[name].addEventListener("change", () => form.requestSubmit());
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
    form.elements.q.focus();
  });
  search.suggestWhileTyping(form.elements.q, part("suggestions"), () => opened, () => form.requestSubmit());
  window.history.scrollRestoration = "manual";
  window.addEventListener("pagehide", leave);
  window.addEventListener("popstate", show);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      form.elements.q.focus();
    }
  });
  show();
})(window.gonghuiSearch);
