/**
 * Suggestions while typing: a combobox with a list (WAI-ARIA), fed by the terms of the archive.
 *
 * Arrow keys choose, Enter takes, Escape closes; the focus stays in the field, and aria-activedescendant tells a screen
 * reader what is chosen. While characters are being composed (an input method), nothing is taken or closed.
 */
(function (search) {
  "use strict";

  const WAIT = 120;
  const MOST = 8;
  const { element } = search;

  /**
   * @param {HTMLInputElement} input @param {Element} list
   * @param {() => Promise<void>} ready opens the shards
   * @param {() => void} taken called when a suggestion stands in the field
   */
  function suggestWhileTyping(input, list, ready, taken) {
    let turn = 0;
    let timer = 0;
    let active = -1;

    const options = () => Array.from(list.children);

    function close() {
      turn += 1;
      window.clearTimeout(timer);
      active = -1;
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(number) {
      const all = options();
      active = (number + all.length + 1) % (all.length + 1);
      if (active === all.length) active = -1;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    }

    function take(option) {
      input.value = option.dataset.text;
      close();
      taken();
    }

    async function offer() {
      const mine = (turn += 1);
      const text = input.value;
      await ready();
      const found = await search.suggest(text, MOST);
      if (mine !== turn || text !== input.value || document.activeElement !== input) return;
      if (!found.length) {
        close();
        return;
      }
      active = -1;
      list.replaceChildren(...found.map((one, i) => element("li", { id: `gs-suggestion-${i}`, role: "option",
        "aria-selected": "false", "data-text": one.text }, element("span", { text: one.text }), " ",
      element("span", { class: "gs-count", text: `${one.total} 篇` }))));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
    }

    input.addEventListener("input", (event) => {
      window.clearTimeout(timer);
      if (event.isComposing) return;
      if (input.value.trim()) timer = window.setTimeout(() => offer().catch(close), WAIT);
      else close();
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? options().length - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(options()[active]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
  }

  Object.assign(search, { suggestWhileTyping });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
