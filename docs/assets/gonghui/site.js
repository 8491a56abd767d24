/* What the pages do beyond being read: citations of a paragraph, the copy's own script, steps through
   the audit view, sorting of lists. Nothing here is needed for reading. */
"use strict";
(function () {
  /* The address to give away: the site's own where it knows it, else where the page is read from; none in a folder. */
  function own() {
    var panel = document.querySelector(".g-cite[data-url]");
    if (panel) return panel.getAttribute("data-url");
    return /^https?:$/.test(location.protocol) ? location.origin + location.pathname.replace(/index\.html$/, "") : "";
  }

  function today() {
    var now = new Date();
    return now.getFullYear() + "-" + String(now.getMonth() + 1).padStart(2, "0") + "-" + String(now.getDate()).padStart(2, "0");
  }

  function make(tag, classes, text) {
    var element = document.createElement(tag);
    if (classes) element.className = classes;
    if (text) element.textContent = text;
    return element;
  }

  function button(label, act) {
    var b = make("button", "g-button", label);
    b.type = "button";
    b.addEventListener("click", function () { act(b); });
    return b;
  }

  /* Clipboard where the browser allows it; on file:// it often does not, so the old way stands behind. */
  function copy(text, from) {
    function told(ok) {
      var label = from.textContent;
      from.textContent = ok ? "已复制" : "请手动复制";
      setTimeout(function () { from.textContent = label; }, 1500);
    }
    function oldWay() {
      var area = make("textarea", "g-hidden");
      area.value = text;
      document.body.appendChild(area);
      area.select();
      var ok = false;
      try { ok = document.execCommand("copy"); } catch (error) { ok = false; }
      area.remove();
      told(ok);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { told(true); }, oldWay);
    } else {
      oldWay();
    }
  }

  /* Citations: the reader's day, and the address in the browser where the site knows none. */
  var DAYS = {
    gbt: function (day) { return "[" + day + "]"; },
    bibtex: function (day) { return "  urldate = {" + day + "},\n"; },
    ris: function (day) { return "Y2  - " + day.replace(/-/g, "/") + "\n"; }
  };
  function citations() {
    var panel = document.querySelector(".g-cite");
    if (!panel) return;
    panel.querySelectorAll("pre").forEach(function (pre) {
      var form = pre.getAttribute("data-form");
      pre.querySelectorAll("[data-g-day]").forEach(function (day) { day.textContent = day.getAttribute("data-g-day") + DAYS[form](today()); });
      if (own() && !panel.hasAttribute("data-url")) pre.textContent = cited(form, null, own());
      pre.parentNode.appendChild(button("复制", function (b) { copy(pre.textContent, b); }));
    });
    document.querySelectorAll("[data-g-address]").forEach(function (address) {
      if (!address.textContent) address.textContent = own();
    });
  }

  /* The little window at a paragraph. Rooms add actions to it: gonghui.paragraph(label, act). */
  var actions = [];
  function words(block) {
    var text = block.cloneNode(true);
    text.querySelectorAll(".g-mark, .g-pop, .g-margin").forEach(function (e) { e.remove(); });
    return text.textContent.trim();
  }
  /* A citation of the document, made one of a paragraph: its number and its own address, if any, put in. */
  function cited(form, number, link) {
    var pre = document.querySelector('.g-cite pre[data-form="' + form + '"]');
    if (!pre) return link;
    var text = pre.textContent.trim(), place = number ? "第" + number + "段" : "";
    if (form === "bibtex") {
      text = text.replace(/\n  url = \{[^\n]*\},?/, "").replace(/,?\n\}$/, "");
      return text + (place ? ",\n  pages = {" + place + "}" : "") + (link ? ",\n  url = {" + link + "}" : "") + "\n}";
    }
    if (form === "ris") {
      text = text.replace(/\nUR  - [^\n]*/, "").replace(/\nER  -\s*$/, "");
      return text + (place ? "\nSP  - " + place : "") + (link ? "\nUR  - " + link : "") + "\nER  - ";
    }
    text = text.replace(/\s*https?:\S+$/, "");
    return (text + (form === "gbt" ? " " : "") + (place ? place + (form === "gbt" ? ". " : "。") : "") + link).trim();
  }
  var FORMS = [["gbt", "GB/T 7714"], ["bibtex", "BibTeX"], ["ris", "RIS"], ["plain", "文字"]];
  var WHY = ".g-text mark[title]";
  var open = null;
  function shut(focus) {
    if (!open) return;
    open.window.remove();
    if (open.mark.hasAttribute("aria-expanded")) open.mark.setAttribute("aria-expanded", "false");
    open.mark.removeAttribute("aria-describedby");
    if (focus) open.mark.focus();
    open = null;
  }
  function paragraph(mark) {
    var block = mark.parentNode;
    var place = own() && own() + mark.getAttribute("href");
    var link = place || location.href.split("#")[0] + mark.getAttribute("href");
    var told = block.getAttribute("data-n");
    var pop = make("div", "g-pop");
    pop.setAttribute("role", "dialog");
    pop.setAttribute("aria-label", "此处的链接与引用");
    var number = told ? Number(told) : null;
    pop.appendChild(make("p", "", cited("gbt", number, place)));
    pop.appendChild(button("复制链接", function (b) { copy(link, b); }));
    pop.appendChild(button("复制本段", function (b) { copy(words(block), b); }));
    var row = make("p", "g-pop__forms", "复制引用：");
    FORMS.forEach(function (form) {
      row.appendChild(button(form[1], function (b) { copy(cited(form[0], number, place), b); }));
    });
    pop.appendChild(row);
    actions.forEach(function (action) {
      pop.appendChild(button(action.label, function (b) {
        action.act({
          id: document.querySelector(".g-doc").getAttribute("data-id"),
          title: document.querySelector(".g-head h1").textContent,
          anchor: block.id, number: number, heading: /^H\d$/.test(block.tagName),
          text: words(block), cite: cited("gbt", number, place), link: link
        }, b);
      }));
    });
    pop.appendChild(button("关闭", function () { shut(true); }));
    block.appendChild(pop);
    open = { window: pop, mark: mark };
    pop.querySelector("button").focus();
  }
  document.addEventListener("click", function (event) {
    var mark = event.target.closest ? event.target.closest(".g-doc .g-mark") : null;
    if (mark) {
      event.preventDefault();
      var same = open && open.mark === mark;
      shut(false);
      history.replaceState(null, "", mark.getAttribute("href"));
      if (!same) paragraph(mark);
      return;
    }
    var doubt = event.target.closest ? event.target.closest(WHY) : null;
    if (doubt) {
      var again = open && open.mark === doubt;
      shut(false);
      if (!again) why(doubt);
    } else if (open && !open.window.contains(event.target)) {
      shut(false);
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") shut(true);
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(WHY)) {
      event.preventDefault();
      event.target.click();
    }
  });

  /* The copy's own script: letters of equal number, put in place of ours, and back. */
  function letters() {
    var data = document.querySelector("script[data-g-letters]");
    var toggle = document.querySelector("[data-g-script]");
    if (!data || !toggle) return;
    var wanted = JSON.parse(data.textContent);
    var ours = null;
    function nodes(block) {
      var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, {
        acceptNode: function (n) {
          return n.parentNode.closest(".g-mark, .g-pop, .g-margin") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
        }
      });
      var out = [];
      while (walker.nextNode()) out.push(walker.currentNode);
      return out;
    }
    toggle.hidden = false;
    toggle.addEventListener("click", function () {
      var on = ours === null;
      if (on) {
        ours = [];
        Object.keys(wanted).forEach(function (id) {
          var block = document.getElementById(id);
          if (!block || block.querySelector("table")) return;
          var texts = nodes(block);
          var all = Array.from(texts.map(function (n) { return n.data; }).join(""));
          wanted[id].forEach(function (run) {
            Array.from(run[1]).forEach(function (letter, i) { if (all[run[0] + i] !== "*") all[run[0] + i] = letter; });
          });
          var at = 0;
          texts.forEach(function (n) {
            ours.push([n, n.data]);
            var length = Array.from(n.data).length;
            n.data = all.slice(at, at + length).join("");
            at += length;
          });
        });
      } else {
        ours.forEach(function (pair) { pair[0].data = pair[1]; });
        ours = null;
      }
      document.querySelector(".g-text").lang = on ? "zh-Hant" : "zh-Hans";
      toggle.setAttribute("aria-pressed", String(on));
    });
  }

  /* The audit view: step from place to place, show changes alone. */
  function audit() {
    var page = document.querySelector(".g-page");
    var tools = document.querySelector(".g-audit .g-tools");
    if (!page || !tools) return;
    var places = page.querySelectorAll("del, ins, mark");
    var now = -1;
    tools.querySelectorAll("[data-g-step]").forEach(function (b) { b.hidden = false; });
    document.querySelectorAll("[data-g-step]").forEach(function (b) {
      b.addEventListener("click", function () {
        if (!places.length) return;
        if (now >= 0) places[now].classList.remove("g-now");
        now = (now + Number(b.getAttribute("data-g-step")) + places.length) % places.length;
        if (now < 0) now = 0;
        var place = places[now];
        place.classList.add("g-now");
        page.scrollTop += place.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3;
        why(place);
      });
    });
    /* The reason of a place is told where the reader is, instead of leading below. */
    var told = make("p", "g-told");
    told.setAttribute("aria-live", "polite");
    page.after(told);
    function why(place) {
      var link = place.querySelector("a") || (place.nextElementSibling && place.nextElementSibling.querySelector("a"));
      var reason = link && document.getElementById(link.hash.slice(1));
      told.textContent = reason ? reason.firstElementChild.textContent : "";
    }
    page.addEventListener("click", function (event) {
      var place = event.target.closest("del, ins, mark");
      if (!place) return;
      event.preventDefault();
      why(place);
    });
    page.addEventListener("mouseover", function (event) {
      var place = event.target.closest("del, ins, mark");
      if (place) why(place);
    });
  }

  /* Doubts and masks tell why when touched or asked by key, until they are asked again or left. */
  function marks() {
    document.querySelectorAll(WHY).forEach(function (mark) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-expanded", "false");
    });
  }
  function why(mark) {
    var pop = make("span", "g-pop", mark.title);
    pop.id = "g-why";
    pop.setAttribute("role", "status");
    mark.after(pop);
    mark.setAttribute("aria-expanded", "true");
    mark.setAttribute("aria-describedby", pop.id);
    open = { window: pop, mark: mark };
  }

  /* Tables of values: by name or by count. */
  function sorting() {
    document.querySelectorAll("table[data-g-sort]").forEach(function (table) {
      var body = table.tBodies[0];
      if (body.querySelector(".g-level1, .g-level2") || body.rows.length < 3) return;
      [0, 1].forEach(function (column) {
        var head = table.tHead.rows[0].cells[column];
        var label = head.textContent;
        head.textContent = "";
        var b = make("button", "g-sort", label);
        b.type = "button";
        head.appendChild(b);
        b.addEventListener("click", function () {
          var down = head.getAttribute("aria-sort") !== "descending";
          Array.from(table.tHead.rows[0].cells).forEach(function (c) { c.removeAttribute("aria-sort"); });
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          var rows = Array.from(body.rows);
          rows.sort(function (x, y) {
            var order = column ? Number(y.getAttribute("data-count")) - Number(x.getAttribute("data-count"))
              : x.cells[0].textContent.localeCompare(y.cells[0].textContent, "zh");
            return down === (column === 1) || (column === 0 && !down) ? order : -order;
          });
          rows.forEach(function (r) { body.appendChild(r); });
        });
      });
    });
  }

  /* The theme opens its menu by a label, which no keyboard reaches: a button takes its place. */
  function menu() {
    var label = document.querySelector("[data-g-menu]");
    var drawer = document.getElementById("__drawer");
    if (!label || !drawer) return;
    var b = make("button", label.className);
    b.type = "button";
    b.setAttribute("data-g-menu", "");
    b.setAttribute("aria-expanded", "false");
    while (label.firstChild) b.appendChild(label.firstChild);
    b.addEventListener("click", function () { drawer.click(); });
    drawer.addEventListener("change", function () { b.setAttribute("aria-expanded", String(drawer.checked)); });
    label.replaceWith(b);
  }

  /* What scripts of rooms may use; they are deferred and run behind this file. */
  window.gonghui = {
    paragraph: function (label, act) { actions.push({ label: label, act: act }); },
    button: button, copy: copy, words: words
  };

  function start() { citations(); letters(); audit(); marks(); sorting(); menu(); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
