/* Buttons that copy a text or print the page. Without this script they stay hidden; the text can be selected. */
for (const button of document.querySelectorAll("[data-copy], [data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!button.dataset.copy) return print();
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Not allowed, or no clipboard on a page without https: leave it selected, ready for the keys.
      text.closest("details").open = true;
      text.focus();
      text.select();
      if (!document.execCommand("copy")) return;
    }
    const told = button.parentElement.querySelector("[data-copied]");
    told.textContent = told.dataset.copied;
  });
}
