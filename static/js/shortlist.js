/* The shortlist that the browser keeps: slugs and notes. Why it is so: docs/decisions/0066. */
"use strict";
(() => {
  const KEY = "shortlist";
  const VERSION = 1;
  const MOST = 50;
  const words = document.currentScript.dataset;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const slugsOf = (query) => [...new Set(new URLSearchParams(query).getAll("e"))];
  const queryOf = (slugs) => `?${new URLSearchParams(slugs.map((slug) => ["e", slug]))}`;

  let list = [];
  let notes = {};
  const isText = (value) => typeof value === "string";
  const read = () => {
    let kept = null;
    try {
      const text = localStorage.getItem(KEY);
      kept = text && JSON.parse(text);
    } catch (problem) {
      if (!(problem instanceof SyntaxError)) return; // storage is blocked: what this page knows stands
    }
    if (kept?.v !== VERSION) kept = {};
    list = Array.isArray(kept.e) ? [...new Set(kept.e.filter(isText))].slice(0, MOST) : [];
    notes = Object.fromEntries(Object.entries(kept.notes || {}).filter(([, note]) => isText(note)));
  };

  const form = one("form#picks");
  const said = one("[data-said]") || form?.appendChild(document.createElement("p"));
  if (form) {
    said.className = "pick-said";
    said.setAttribute("role", "status");
    all("button[form=picks][formaction*=shortlist]").forEach((button) => (button.textContent = words.open));
  }
  const say = (text) => {
    if (said && said.textContent !== text) said.textContent = text;
  };
  const write = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ v: VERSION, e: list, notes }));
      return true;
    } catch {
      say(words.unkept);
      return false;
    }
  };

  const show = () => {
    all(".site-nav a[href$='/shortlist/']").forEach((link) => {
      const count = link.querySelector(".shortlist-count") || link.appendChild(document.createElement("span"));
      count.className = "shortlist-count";
      count.textContent = list.length ? ` (${list.length})` : "";
    });
    boxes.forEach((box) => (box.checked = list.includes(box.value)));
    switches.forEach((each) => each.setAttribute("aria-pressed", list.includes(each.value)));
    form?.classList.toggle("picks-bar", list.length > 0);
    if (clear) clear.hidden = !list.length;
  };
  const count = () => say([words.none, words.one][list.length] || words.many.replace("%n", list.length));
  const change = (slugs) => {
    list = slugs;
    count();
    const kept = write();
    show();
    return kept;
  };
  const toggle = (slug, wanted) => {
    if (wanted && list.length === MOST) {
      say(words.full);
      return show();
    }
    change(list.filter((each) => each !== slug).concat(wanted ? slug : []));
  };
  const empty = () => {
    if (Object.values(notes).some(Boolean) && !confirm(words.sure)) return false;
    notes = {};
    change([]);
    return true;
  };

  // Boxes of the list; a switch for the link on the page of a program.
  const boxes = all(".pick input[name=e]");
  boxes.forEach((box) => box.addEventListener("change", () => toggle(box.value, box.checked)));
  const switches = all("a[data-pick]").map((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${link.className} pick-switch`;
    button.value = link.dataset.pick;
    button.append(...link.childNodes);
    button.addEventListener("click", () => toggle(button.value, !list.includes(button.value)));
    link.replaceWith(button);
    return button;
  });
  let clear;
  if (form) {
    clear = form.appendChild(document.createElement("button"));
    clear.type = "button";
    clear.className = "button button-quiet";
    clear.textContent = words.clear;
    clear.addEventListener("click", () => empty() && form.querySelector("button").focus());
    // What is sent is the whole list, also what was chosen on other pages of it.
    form.addEventListener("formdata", ({ formData }) => {
      formData.delete("e");
      list.forEach((slug) => formData.append("e", slug));
    });
  }

  // The page of the shortlist.
  const page = one("[data-shortlist]");
  const here = page ? slugsOf(page.dataset.shortlist) : [];
  // Also where the kept list names a program that is gone.
  const isMine = () => here.length > 0 && [here, slugsOf(location.search)].some((each) => each.join() === list.join());
  const reveal = (name, shown) => all(name).forEach((each) => (each.hidden = !shown));
  const showNote = (box) => {
    const area = box.querySelector("textarea");
    const note = notes[box.dataset.noted] || "";
    if (area.value !== note) area.value = note;
    box.querySelector(".shortlist-written").textContent = note;
  };
  const showPage = () => {
    const mine = isMine();
    reveal("[data-other]", here.length && !mine);
    reveal("[data-own]", list.length);
    reveal("[data-mine], [data-noted]", mine);
    reveal("[data-print], [data-share]", true);
    all("[data-noted]").forEach(showNote);
  };
  const follow = () => {
    if (list.length && page && !here.length && !location.search) location.replace(queryOf(list));
  };
  const startPage = () => {
    const link = one("[data-share] input");
    if (link) link.value = location.origin + location.pathname + queryOf(here);
    all("[data-noted] textarea").forEach((area) =>
      area.addEventListener("input", () => {
        const box = area.closest("[data-noted]");
        notes[box.dataset.noted] = area.value;
        box.querySelector(".shortlist-written").textContent = area.value;
        write();
      }),
    );
    const on = (name, act) => one(name)?.addEventListener("click", act);
    on("[data-print]", () => print());
    on("[data-keep]", () => {
      if (!change(here)) return;
      showPage();
      one("[data-noted] textarea").focus();
    });
    on("[data-empty-list]", () => empty() && location.assign(location.pathname));
    on("[data-copy]", async () => {
      try {
        await navigator.clipboard.writeText(link.value);
        say(words.copied);
      } catch {
        link.select();
        say(words.chosen);
      }
    });
    // Links that move or remove change what is kept too, if it is this list.
    all("a[data-edit]").forEach((edit) =>
      edit.addEventListener("click", () => isMine() && change(slugsOf(edit.search))),
    );
  };

  const refresh = () => {
    read();
    show();
    if (form && list.length) count();
    if (page) showPage();
  };
  refresh();
  if (page) startPage();
  follow();
  addEventListener("pageshow", (event) => event.persisted && refresh());
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    const wasMine = isMine();
    refresh();
    if (wasMine && !isMine()) location.replace(location.pathname + (list.length ? queryOf(list) : ""));
    else follow();
  });
})();
