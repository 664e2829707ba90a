/* Gives the boxes that complete a name the name of their own label: Django's admin leaves them without one.
   Nothing else lives here; all forms work without it. */
"use strict";
(() => {
  const nameBox = (select) => {
    const box = select.parentElement.querySelector(".select2-selection");
    const shown = box && box.querySelector(".select2-selection__rendered");
    const label = select.id && document.querySelector(`label[for="${select.id}"]`);
    if (!shown || !label) return;
    label.id = label.id || `${select.id}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
  };
  const nameBoxes = (root) => root.querySelectorAll("select.admin-autocomplete").forEach(nameBox);

  const { jQuery } = window.django;
  // Put off, for Django's own scripts make the boxes when the page, or a new row, is there.
  jQuery(() => setTimeout(() => nameBoxes(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
  jQuery(document).on("select2:open", (event) => {
    const label = document.querySelector(`label[for="${event.target.id}"]`);
    const field = document.querySelector(".select2-container--open .select2-search__field");
    if (field && label) field.setAttribute("aria-label", `Search: ${label.textContent.trim()}`);
  });
})();
