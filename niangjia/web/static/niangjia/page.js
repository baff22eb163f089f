// What a page does beyond HTML: Ctrl K finds, an error summary takes the focus, a print view prints nothing by itself.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    const field = document.querySelector("[data-find]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
});

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-picks-all]");
  if (!all) return;
  const form = all.closest("form");
  for (const box of form.querySelectorAll("input[name='pick']")) box.checked = all.checked;
});
