/* Suggestions while one types: the editable combobox of the ARIA Authoring Practices. Its options are links. */
"use strict";
(() => {
  const box = document.querySelector("input[data-suggest]");
  const make = (tag, className, parent, attributes) => {
    const element = document.createElement(tag);
    element.className = className;
    set(element, attributes);
    return parent.appendChild(element);
  };
  const set = (element, attributes) =>
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));

  const id = `${box.id}-suggestions`;
  const list = make("div", "suggestions", box.parentElement, { id, role: "listbox", "aria-label": box.dataset.suggested });
  const status = make("div", "vh", box.parentElement, { role: "status" });
  list.hidden = true;
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": false });

  let options = [];
  let active = -1; // the text itself, before the first option
  let answered = ""; // what the options answer
  let timer, asking;

  const activate = (place) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options[place] ? place : -1;
    options[active]?.setAttribute("aria-selected", "true");
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[active].id);
  };
  const open = (wanted) => {
    list.hidden = !wanted || !options.length;
    box.setAttribute("aria-expanded", !list.hidden);
    activate(-1);
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    status.textContent = "";
    open(false);
  };

  const fill = (suggestions) => {
    let group;
    list.replaceChildren();
    options = suggestions.map((each, place) => {
      if (group?.ariaLabel !== each.group) {
        group = make("div", "suggestions-group", list, { role: "group", "aria-label": each.group });
        make("div", "suggestions-heading", group, { "aria-hidden": true }).textContent = each.group;
      }
      const option = { id: `${id}-${place}`, role: "option", "aria-selected": false, tabindex: -1, href: each.url };
      const link = make("a", "suggestion", group, option);
      make("span", "suggestion-label", link, {}).textContent = each.label;
      link.append(" ");
      if (each.hint) make("span", "suggestion-hint", link, {}).textContent = each.hint;
      return link;
    });
    const { none, one, many } = box.dataset;
    status.textContent = [none, one][options.length] || many.replace("%n", options.length);
    open(true);
    list.scrollTop = 0;
  };
  const ask = async () => {
    const q = box.value.trim();
    asking?.abort();
    if (q.length < 2) return close();
    const { signal } = (asking = new AbortController());
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q })}`, { signal });
      fill((await answer.json()).suggestions);
      answered = q;
    } catch {
      if (!signal.aborted) close();
    }
  };

  const move = (step) => {
    const places = options.length + 1;
    if (list.hidden && answered !== box.value.trim()) return ask();
    if (list.hidden) open(true);
    activate(((active + 1 + step + places) % places) - 1);
    (options[active] || box).scrollIntoView({ block: "nearest" });
  };
  const typed = (event) => {
    if (event.isComposing) return;
    activate(-1);
    asking?.abort();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  };
  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // then the keys choose letters of another script
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active >= 0) options[active].click();
    else if (event.key === "Escape" && !list.hidden) close();
    else {
      if (/^(Arrow|Home|End)/.test(event.key)) activate(-1); // the cursor moves in the text again
      return;
    }
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  addEventListener("pagehide", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
})();
