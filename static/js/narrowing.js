/* A box above a long list of options, to leave those with the letters typed and those chosen. */
"use strict";
for (const box of document.querySelectorAll(".narrow")) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const input = box.querySelector("input");
  const options = [...box.parentElement.querySelectorAll(".option")];
  const narrow = () => {
    const wanted = plain(input.value.trim());
    for (const option of options)
      option.parentElement.hidden = !plain(option.textContent).includes(wanted) && !option.control.checked;
    const shown = options.filter((option) => !option.parentElement.hidden).length;
    box.lastChild.textContent = wanted && box.dataset.shown.replace("%n", shown).replace("%all", options.length);
  };
  box.hidden = false;
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault(); // it is no search
    if (event.key === "Escape" && input.value) {
      event.preventDefault(); // of a drawer around it
      input.value = "";
      narrow();
    }
  });
  narrow(); // by what a browser put back
}
