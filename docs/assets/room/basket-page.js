/* The page of the baskets: list, order, notes; the pack, the slides, files and links of them. */
(function (search, gonghui, packs) {
  "use strict";

  const page = document.querySelector(".k-page");
  if (!page) return;
  const { basket } = gonghui;
  const { element } = search;
  const { root } = page.dataset;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const find = packs.finder(page.dataset.shards, window.gonghuiKnown || { tables: {}, merged: {} });
  const view = new URLSearchParams(window.location.search).get("view") || "";

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  }

  const site = () => ({ name: page.dataset.site, today: today(),
    url: page.dataset.url || (/^https?:$/.test(window.location.protocol) ? new URL(root, window.location.href).href : "") });
  const told = () => packs.tell(basket.current(), site(), find);
  const fileName = () => basket.current().name.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60) || "basket";

  /** Runs a change of the current basket and draws anew. */
  function edit(act) {
    basket.change((state) => act(state.baskets[state.current], state));
  }

  /** A change that can be taken back. */
  function undoable(text, act) {
    const before = JSON.stringify(basket.read());
    basket.change(act);
    basket.say(text, () => basket.change((state) => Object.assign(state, JSON.parse(before))));
  }

  function button(text, act, more) {
    return element("button", Object.assign({ type: "button", class: "g-button", text, onclick: act }, more));
  }

  /* What the basket holds. */

  function move(from, to) {
    const count = basket.current().items.length;
    if (to < 0 || to >= count || from === to) return;
    edit(({ items }) => items.splice(to, 0, items.splice(from, 1)[0]));
    basket.say(`已移到第 ${to + 1} 项。`);
  }

  function row(item, i, count) {
    const title = item.title || item.id;
    const note = element("textarea", { rows: 1, maxlength: 20000, "aria-label": `第 ${i + 1} 项的备注`, placeholder: "备注" });
    note.value = item.note || "";
    note.addEventListener("input", () => {
      grow(note);
      edit(({ items }) => {
        if (!items[i] || !basket.same(items[i], item)) return;
        if (note.value.trim()) items[i].note = note.value.trim();
        else delete items[i].note;
      });
    });
    const handle = element("span", { class: "k-handle", "aria-hidden": "true", title: "按住拖动", text: "⠿" });
    const out = element("li", { class: "k-item", "data-id": item.id, "data-anchor": item.anchor || null },
      handle, element("div", { class: "k-what" },
        element("a", { href: search.address(root, item.id, item.anchor), text: title }),
        element("span", { class: "k-part", text: item.anchor ? "" : "全文" }),
        item.words ? element("p", { class: "k-opening", text: item.words }) : null, note),
      element("div", { class: "k-acts" },
        button("↑", () => step(i, -1), { "aria-label": `上移第 ${i + 1} 项`, "data-step": "-1", disabled: i === 0 }),
        button("↓", () => step(i, 1), { "aria-label": `下移第 ${i + 1} 项`, "data-step": "1", disabled: i === count - 1 }),
        button("移除", () => {
          undoable(`已移除“${title}”。`, (state) => state.baskets[state.current].items.splice(i, 1));
          const rows = part("items").children;
          (rows.length ? rows[Math.min(i, rows.length - 1)].querySelector("[aria-label^='移除']") : part("name")).focus();
        }, { "aria-label": `移除第 ${i + 1} 项` })));
    out.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || !event.altKey) return;
      event.preventDefault();
      step(i, by);
    });
    drag(handle, out);
    return out;
  }

  /** Moves an item by one and keeps the finger on the same button. */
  function step(i, by) {
    const focused = document.activeElement && document.activeElement.tagName;
    move(i, i + by);
    const moved = part("items").children[i + by];
    if (!moved) return;
    const same = moved.querySelector(`[data-step="${by}"]`);
    (focused === "TEXTAREA" ? moved.querySelector("textarea") : same.disabled ? moved.querySelector(`[data-step="${-by}"]`) : same).focus();
  }

  /** Order by mouse, pen or finger. */
  function drag(handle, item) {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      const list = part("items");
      const from = Array.from(list.children).indexOf(item);
      item.classList.add("k-dragged");
      const over = (moved) => {
        const rows = Array.from(list.children);
        const before = rows.find((one) => {
          const box = one.getBoundingClientRect();
          return moved.clientY < box.top + box.height / 2;
        });
        if (before !== item) list.insertBefore(item, before || null);
      };
      const end = () => {
        document.removeEventListener("pointermove", over);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        const to = Array.from(list.children).indexOf(item);
        item.classList.remove("k-dragged");
        if (to === from) return;
        list.insertBefore(item, list.children[from + (from > to ? 1 : 0)] || null);
        move(from, to);
      };
      // On the document: an element that is moved in the page loses the pointer.
      document.addEventListener("pointermove", over);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  let drawn = "";

  function draw() {
    const state = basket.read();
    const now = state.baskets[state.current];
    const { items } = now;
    const choice = part("choice");
    choice.replaceChildren(...state.baskets.map((one, i) => {
      const option = element("option", { value: i, text: `${one.name}（${one.items.length}）` });
      option.selected = i === state.current;
      return option;
    }));
    if (document.activeElement !== part("name")) part("name").value = now.name;
    const stands = JSON.stringify([state.current, items.map(({ id, anchor, title }) => [id, anchor, title])]);
    if (stands !== drawn) {
      drawn = stands;
      part("items").replaceChildren(...items.map((item, i) => row(item, i, items.length)));
      part("items").querySelectorAll("textarea").forEach(grow);
      name(items);
    }
    part("empty").hidden = items.length > 0;
    part("made").hidden = !items.length;
    part("count").textContent = items.length ? `${items.length} 项` : "";
    part("delete").disabled = state.baskets.length < 2 && !items.length;
  }

  /** Tells beside each item what part of the document it is, and what is there no more. */
  async function name(items) {
    const mine = drawn;
    const documents = await Promise.all(items.map(({ id }) => find(id).catch(() => undefined)));
    if (mine !== drawn) return;
    items.forEach((item, i) => {
      const shown = part("items").children[i].querySelector(".k-part");
      if (documents[i] === undefined) return;
      const found = packs.passage(item, documents[i]);
      if (typeof found === "string") {
        shown.textContent = packs.GONE[found];
        shown.classList.add("k-lost");
      } else {
        const { date, organization } = documents[i].facts;
        shown.textContent = [{ document: "全文", section: "一节", paragraph: found.number ? `第${found.number}段` : "表格" }[found.part],
          packs.dated(date), organization].filter(Boolean).join("　");
      }
    });
  }

  /* Several baskets, files, links. */

  function free(wanted) {
    const names = basket.read().baskets.map(({ name: one }) => one);
    let given = wanted;
    for (let n = 2; names.includes(given); n += 1) given = `${wanted} ${n}`;
    return given;
  }

  function take(found, text) {
    undoable(text, (state) => {
      state.baskets.push({ name: free(found.name || basket.first), items: found.items });
      state.current = state.baskets.length - 1;
    });
  }

  function problem(error) {
    basket.say(error instanceof basket.Unread ? `${error.message}。` : "没有读到文稿数据：可能网站刚刚更新过，请重新载入本页。",
      null, true);
    if (!(error instanceof basket.Unread)) window.console.warn(error.message);
  }

  const doing = (act) => async (event) => {
    try {
      await act(event.currentTarget);
    } catch (error) {
      problem(error);
    }
  };

  const ACTS = {
    new: () => {
      take({ name: basket.first, items: [] }, "已新建篮子。");
      part("name").focus();
      part("name").select();
    },
    delete: () => {
      const { name: gone } = basket.current();
      undoable(`已删除“${gone}”。`, (state) => {
        state.baskets.splice(state.current, 1);
        if (!state.baskets.length) state.baskets.push({ name: basket.first, items: [] });
        state.current = Math.min(state.current, state.baskets.length - 1);
      });
    },
    save: () => basket.save(new Blob([basket.toText(basket.current())], { type: "application/json" }), `${fileName()}.json`),
    load: () => part("file").click(),
    link: async (b) => gonghui.copy(window.location.href.split(/[?#]/)[0] + await basket.toHash(basket.current()), b),
    markdown: async () => basket.save(new Blob([packs.markdown(await told())], { type: "text/markdown" }), `${fileName()}.md`),
    docx: async () => basket.save(packs.docx(await told()), `${fileName()}.docx`),
  };

  /** The basket of the link that led here: shown, and taken only when the reader says so. */
  async function linked() {
    const found = await basket.fromHash(window.location.hash);
    if (!found) return;
    const done = () => {
      part("linked").replaceChildren();
      window.history.replaceState(null, "", window.location.href.split("#")[0]);
    };
    const fits = (one) => !basket.current().items.some((item) => basket.same(item, one));
    part("linked").replaceChildren(element("div", { class: "k-linked", role: "group", "aria-label": "链接带来的篮子" },
      element("p", { text: `链接里有篮子“${found.name || "未命名"}”，${found.items.length} 项：` }),
      element("ol", {}, ...found.items.slice(0, 8).map((item) => element("li", { text: item.title || item.id })),
        found.items.length > 8 ? element("li", { text: "……" }) : null),
      button("存为新篮子", () => { done(); take(found, `已存为篮子“${found.name || basket.first}”。`); }, { class: "g-button g-primary" }),
      " ", button("并入当前篮子", () => {
        done();
        undoable("已并入当前篮子。", (state) => state.baskets[state.current].items.push(...found.items.filter(fits)));
      }), " ", button("不要", done)));
  }

  /* The views. */

  async function show() {
    const box = part("view");
    part("list").hidden = true;
    part("view").hidden = false;
    const made = await told();
    document.title = `${made.name} - ${view === "slides" ? "幻灯片" : "阅读材料"}`;
    if (view === "slides") {
      const slides = element("div", { class: "k-slides", role: "region", "aria-label": "幻灯片", hidden: true },
        ...packs.view.slides(made));
      document.body.append(slides);
      document.body.classList.add("k-showing");
      window.gonghuiSlides.show(slides, () => { window.location.href = window.location.pathname; });
      return;
    }
    box.replaceChildren(element("p", { class: "k-tools" },
      element("a", { class: "g-button", href: window.location.pathname, text: "返回备课篮" }), " ",
      button("打印", () => window.print(), { class: "g-button g-primary" }), " ",
      button("Word", doing(ACTS.docx)), " ", button("Markdown", doing(ACTS.markdown)), " ",
      element("a", { class: "g-button", href: "?view=slides", text: "幻灯片" })),
    element("article", { class: "k-pack" }, ...packs.view.pack(made)));
    box.setAttribute("data-ready", "");
  }

  function start() {
    for (const [name_, act] of Object.entries(ACTS)) part(name_).addEventListener("click", doing(act));
    part("choice").addEventListener("change", (event) => basket.change((state) => { state.current = Number(event.target.value); }));
    part("name").addEventListener("change", (event) => {
      edit((now) => { now.name = event.target.value.trim().slice(0, 200) || now.name; });
      event.target.value = basket.current().name;
    });
    part("file").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      event.target.value = "";
      if (!file) return;
      try {
        const found = basket.fromText(await file.text());
        take(found, `已打开“${found.name || file.name}”，${found.items.length} 项。`);
      } catch (error) {
        problem(error);
      }
    });
    basket.changed(draw);
    draw();
    linked().catch(problem);
    window.addEventListener("hashchange", () => linked().catch(problem));
    part("list").hidden = false;
  }

  if ((view === "pack" || view === "slides") && basket.current().items.length) show().catch(problem);
  else start();
})(window.gonghuiSearch, window.gonghui, window.gonghuiPack);
