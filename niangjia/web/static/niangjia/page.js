// What a page does beyond HTML: Ctrl K finds, an error summary takes the focus, a list says how many rows are chosen.
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

function tellPicked(form) {
  const boxes = [...form.querySelectorAll("input[name='pick']")];
  for (const box of boxes) box.closest("tr").classList.toggle("is-picked", box.checked);
  const count = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-picks-all]");
  if (all) all.checked = count > 0 && count === boxes.length;
  const said = form.querySelector("[data-picked]");
  if (said) said.textContent = count ? said.dataset.picked.replace("0", count) : "";
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  if (!form || !form.querySelector("[data-picked]")) return;
  if (event.target.matches("[data-picks-all]")) {
    for (const box of form.querySelectorAll("input[name='pick']")) box.checked = event.target.checked;
  }
  tellPicked(form);
});

// A browser that goes back keeps what was ticked.
window.addEventListener("pageshow", () => {
  for (const said of document.querySelectorAll("[data-picked]")) tellPicked(said.closest("form"));
});
