/* A box above a long list of options that leaves those with the letters typed. What is chosen always stays. Without this
   file the box is hidden and the list is whole. */
"use strict";
for (const box of document.querySelectorAll(".narrow")) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const options = [...box.parentElement.querySelectorAll(".option")];
  const narrow = () => {
    const wanted = plain(input.value.trim());
    let shown = 0;
    for (const option of options) {
      const stays = plain(option.textContent).includes(wanted) || option.querySelector("input").checked;
      option.parentElement.hidden = !stays;
      shown += stays;
    }
    status.textContent = wanted && box.dataset.shown.replace("{shown}", shown).replace("{all}", options.length);
  };
  box.hidden = false;
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault(); // it narrows already; it is no search
    if (event.key === "Escape" && input.value) {
      event.preventDefault(); // the first Escape empties the box, the next one closes the drawer
      input.value = "";
      narrow();
    }
  });
  if (input.value) narrow(); // what a browser put back
}
