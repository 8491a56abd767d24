/* A mark in the margin shows its list beside the paragraph; without this script it leads to the list below. Where the
   graph is wider than the screen, the document itself is scrolled into view. */
(function (gonghui) {
  "use strict";
  let open = null;

  function shut(focus) {
    if (!open) return;
    open.pop.remove();
    open.mark.removeAttribute("aria-expanded");
    if (focus) open.mark.focus();
    open = null;
  }

  function show(mark) {
    const list = document.getElementById(mark.hash.slice(1));
    if (!list || !list.querySelector("ul")) return false;
    const pop = document.createElement("div");
    pop.className = "g-pop";
    pop.setAttribute("role", "dialog");
    pop.setAttribute("aria-label", "此段又见于");
    const head = document.createElement("p");
    head.textContent = "此段又见于：";
    pop.append(head, list.querySelector("ul").cloneNode(true), gonghui.button("关闭", () => shut(true)));
    mark.closest("[id]").append(pop);
    mark.setAttribute("aria-expanded", "true");
    open = { pop, mark };
    pop.querySelector("a").focus();
    return true;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest ? event.target.closest(".r-shared") : null;
    if (mark) {
      const same = open && open.mark === mark;
      shut(false);
      if (same || show(mark)) event.preventDefault();
    } else if (open && !open.pop.contains(event.target)) shut(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut(true);
  });

  for (const box of document.querySelectorAll(".r-graph-box")) {
    const own = box.querySelector(".r-own");
    if (own) box.scrollLeft += own.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2;
  }
})(window.gonghui);
