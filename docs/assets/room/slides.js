/* Slides: one on the screen at a time, by keyboard, buttons and swipe. Works on any page that holds .k-slides. */
"use strict";
(function () {
  function make(tag, label, title) {
    var element = document.createElement(tag);
    element.textContent = label;
    if (title) { element.setAttribute("aria-label", title); element.title = title; }
    return element;
  }

  /* Shows the slides of a box; leave is called when the reader goes. */
  function show(box, leave) {
    var slides = Array.from(box.querySelectorAll(".k-slide"));
    var old = box.querySelector(".k-steps");
    if (old) old.remove();
    var now = 0;
    var count = make("span", "");
    count.className = "k-count";
    count.setAttribute("role", "status");

    function go(to) {
      now = Math.max(0, Math.min(slides.length - 1, to));
      slides.forEach(function (slide, i) { slide.hidden = i !== now; });
      count.textContent = (now + 1) + " / " + slides.length;
      slides[now].scrollTop = 0;
    }
    function full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (box.requestFullscreen) box.requestFullscreen().catch(function () { /* the reader forbids it */ });
    }
    function notes() {
      var on = box.classList.toggle("k-with-notes");
      noted.setAttribute("aria-pressed", String(on));
    }
    function end() {
      document.removeEventListener("keydown", key);
      if (document.fullscreenElement) document.exitFullscreen();
      document.documentElement.classList.remove("k-still");
      box.hidden = true;
      leave();
    }
    function button(label, title, act) {
      var b = make("button", label, title);
      b.type = "button";
      b.addEventListener("click", act);
      return b;
    }
    var KEYS = {
      ArrowRight: function () { go(now + 1); }, ArrowDown: function () { go(now + 1); }, PageDown: function () { go(now + 1); },
      " ": function () { go(now + 1); }, ArrowLeft: function () { go(now - 1); }, ArrowUp: function () { go(now - 1); },
      PageUp: function () { go(now - 1); }, Home: function () { go(0); }, End: function () { go(slides.length - 1); },
      f: full, F: full, n: notes, N: notes, Escape: function () { if (!document.fullscreenElement) end(); }
    };
    function key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key]) return;
      if (event.key === " " && event.target.closest && event.target.closest("button")) return;
      event.preventDefault();
      KEYS[event.key]();
    }
    var steps = document.createElement("div");
    steps.className = "k-steps";
    var noted = button("备注 N", "显示或隐藏备注（N）", notes);
    noted.setAttribute("aria-pressed", String(box.classList.contains("k-with-notes")));
    steps.append(button("‹", "上一张（←）", function () { go(now - 1); }), count,
      button("›", "下一张（→）", function () { go(now + 1); }), noted,
      button("全屏 F", "全屏（F）", full), button("打印", "打印全部幻灯片", function () { window.print(); }),
      button("返回 Esc", "返回（Esc）", end));
    box.append(steps);

    var from = null;
    box.ontouchstart = function (event) { from = event.touches.length === 1 ? event.touches[0].clientX : null; };
    box.ontouchend = function (event) {
      var moved = from === null ? 0 : event.changedTouches[0].clientX - from;
      if (Math.abs(moved) > 50) go(now + (moved < 0 ? 1 : -1));
    };
    document.addEventListener("keydown", key);
    document.documentElement.classList.add("k-still");
    box.hidden = false;
    box.tabIndex = -1;
    box.focus();
    go(0);
  }

  window.gonghuiSlides = { show: show };

  /* In a pack in one file: the buttons of its bar. */
  document.querySelectorAll("[data-k-slides]").forEach(function (button) {
    button.addEventListener("click", function () {
      document.body.classList.add("k-showing");
      show(document.querySelector(".k-slides"), function () {
        document.body.classList.remove("k-showing");
        button.focus();
      });
    });
  });
  document.querySelectorAll("[data-k-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
})();
