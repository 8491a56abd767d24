/* The baskets of this browser: kept in its storage, filled from reading pages and search hits, counted in the header.
   Only addresses are kept, with opening words and notes; the page /basket/ reads the texts. */
"use strict";
(function () {
  var KEY = "gonghui-baskets";
  var MOST = 1000;
  var WORDS = 48;
  var FIRST = "我的备课篮";
  var own = document.currentScript ? document.currentScript.src.replace(/assets\/room\/basket\.js.*$/, "") : "";
  var gonghui = window.gonghui = window.gonghui || {};
  var memory = null;
  var listeners = [];

  function fresh() { return { version: 1, current: 0, baskets: [{ name: FIRST, items: [] }] }; }

  function sound(state) {
    return state && state.version === 1 && Array.isArray(state.baskets) && state.baskets.length > 0 &&
      state.baskets.every(function (b) { return typeof b.name === "string" && Array.isArray(b.items); });
  }

  function read() {
    if (memory) return memory;
    var state = null;
    try { state = JSON.parse(localStorage.getItem(KEY)); } catch (error) { state = null; }
    if (!sound(state)) state = fresh();
    if (!state.baskets[state.current]) state.current = 0;
    return state;
  }

  /* Changes the baskets; false where the browser keeps nothing beyond this page. */
  function change(act) {
    var state = read();
    act(state);
    var kept = true;
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
      memory = null;
    } catch (error) {
      memory = state;
      kept = false;
    }
    told();
    return kept;
  }

  function current() {
    var state = read();
    return state.baskets[state.current];
  }

  function told() {
    var count = current().items.length;
    document.querySelectorAll("[data-k-count]").forEach(function (e) {
      e.textContent = count ? String(count) : "";
      e.parentNode.setAttribute("aria-label", "备课篮，" + count + " 项");
    });
    listeners.forEach(function (act) { act(); });
  }

  /* The line that tells what happened, with the way to the basket. */
  var line = null;
  var fading = 0;
  function say(text, undo, stays) {
    clearTimeout(fading);
    line.textContent = text;
    if (undo) {
      var b = document.createElement("button");
      b.type = "button";
      b.className = "g-button";
      b.textContent = "撤销";
      b.addEventListener("click", function () { hush(); undo(); });
      line.append(b);
    } else if (!document.querySelector(".k-page")) {
      var link = document.createElement("a");
      link.href = own + "basket/index.html";
      link.textContent = "查看";
      line.append(link);
    }
    if (!stays) fading = setTimeout(hush, undo ? 12000 : 5000);
  }
  function hush() { line.textContent = ""; }

  function same(a, b) { return a.id === b.id && (a.anchor || "") === (b.anchor || ""); }

  function short(text) {
    var all = Array.from(text.replace(/\s+/g, " ").trim());
    return all.length > WORDS ? all.slice(0, WORDS).join("") + "…" : all.join("");
  }

  /* Puts an item {id, anchor, title, words} into the current basket and says so. */
  function add(item, button) {
    var basket = current();
    var there = basket.items.some(function (one) { return same(one, item); });
    if (there) {
      say("已经在“" + basket.name + "”里。");
    } else if (basket.items.length >= MOST) {
      say("“" + basket.name + "”已满（" + MOST + " 项）。");
    } else {
      var given = { id: item.id };
      if (item.anchor) given.anchor = item.anchor;
      given.title = short(item.title || "");
      if (item.words) given.words = short(item.words);
      var kept = change(function (state) { state.baskets[state.current].items.push(given); });
      say("已加入“" + basket.name + "”，共 " + current().items.length + " 项。" +
        (kept ? "" : "浏览器不允许保存，离开本页后会丢失。"));
    }
    if (button) {
      var label = button.textContent;
      if (label === "✓") return;
      button.textContent = "✓";
      setTimeout(function () { button.textContent = label; }, 1200);
    }
  }

  gonghui.basket = { read: read, change: change, current: current, add: add, say: say, same: same, root: own,
    most: MOST, first: FIRST, changed: function (act) { listeners.push(act); } };

  /* A reading page. */
  function reading() {
    var button = document.querySelector("[data-k-add]");
    var page = document.querySelector(".g-doc");
    if (!button || !page) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      add({ id: page.dataset.id, title: document.querySelector(".g-head h1").textContent }, button);
    });
    gonghui.paragraph("加入篮子", function (place, b) {
      add({ id: place.id, anchor: place.anchor, title: place.title, words: place.text }, b);
    });
  }

  function adder(label, name, act) {
    var b = document.createElement("button");
    b.type = "button";
    b.className = "k-add";
    b.textContent = label;
    b.setAttribute("aria-label", name);
    b.title = name;
    b.addEventListener("click", function () { act(b); });
    return b;
  }

  /* Hits of the search: the document, the passage, the section it stands in. */
  function hits(list) {
    function dress() {
      list.querySelectorAll(".gs-hit").forEach(function (hit) {
        var id = hit.closest("[data-id]").dataset.id;
        var title = hit.querySelector(".gs-title a").textContent;
        var facts = hit.querySelector(".gs-facts");
        if (facts && !facts.querySelector(".k-add")) {
          facts.append(" ", adder("＋全文", "把这篇文稿加入备课篮", function (b) { add({ id: id, title: title }, b); }));
        }
        hit.querySelectorAll(".gs-passage:not(.k-dressed)").forEach(function (passage) {
          passage.classList.add("k-dressed");
          var link = passage.querySelector("a[href*='#']");
          if (!link) return;
          var anchor = link.hash.slice(1);
          var words = link.textContent;
          passage.append(" ", adder("＋本段", "把这一段加入备课篮", function (b) {
            add({ id: id, anchor: anchor, title: title, words: words }, b);
          }));
          var section = passage.querySelector(".gs-section");
          if (section) {
            passage.append(adder("＋本节", "把这一节加入备课篮", function (b) {
              over(id, anchor).then(function (found) {
                add({ id: id, anchor: found.anchor, title: title, words: found.text }, b);
              });
            }));
          }
        });
      });
    }
    watched(list, dress);
  }

  /* Lines of the concordance: the paragraph. */
  function lines(list) {
    watched(list, function () {
      list.querySelectorAll("tbody tr:not(.k-dressed)").forEach(function (row) {
        row.classList.add("k-dressed");
        var link = row.querySelector(".gs-word a");
        var found = link && /\/d\/([0-9a-z]+)\//.exec(link.href);
        if (!found) return;
        var title = row.lastElementChild.textContent;
        var words = Array.from(row.cells).slice(0, 3).map(function (cell) { return cell.textContent; }).join("");
        row.lastElementChild.append(" ", adder("＋本段", "把这一段加入备课篮", function (b) {
          add({ id: found[1], anchor: link.hash.slice(1), title: title, words: words }, b);
        }));
      });
    });
  }

  function watched(list, dress) {
    new MutationObserver(dress).observe(list, { childList: true, subtree: true });
    dress();
  }

  /* The heading of the section that a paragraph stands in. */
  function over(id, anchor) {
    var search = window.gonghuiSearch;
    return search.ids().then(function (ids) { return search.text(ids.indexOf(id)); }).then(function (found) {
      var at = found.anchors.indexOf(anchor);
      while (at > 0 && found.levels[at] < 2) at -= 1;
      var text = "";
      found.blocks.forEach(function (block) { if (block.place === at) text = block.text; });
      return { anchor: found.anchors[at], text: text };
    });
  }

  function start() {
    line = document.createElement("p");
    line.className = "k-told";
    line.setAttribute("role", "status");
    document.body.append(line);
    reading();
    var list = document.querySelector(".gs [data-part='hits']");
    if (list) hits(list);
    var concordance = document.querySelector(".gs [data-part='kwic']");
    if (concordance) lines(concordance);
    told();
    window.addEventListener("storage", function (event) { if (event.key === KEY || event.key === null) told(); });
    window.addEventListener("pageshow", function (event) { if (event.persisted) told(); });
  }
  /* This file stands at the end of the body, before scripts that are deferred and speak through the line. */
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
