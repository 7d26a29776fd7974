// Narrows the page to what fits the words in the search field.
const field = document.getElementById("find");
const found = document.getElementById("found");

function narrow() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const one of document.querySelectorAll("[data-find]")) {
    const text = one.dataset.find.toLowerCase();
    one.hidden = !words.every((word) => text.includes(word));
    if (!one.hidden && one.tagName === "ARTICLE") count += 1;
  }
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-find]:not([hidden])");
  }
  found.textContent = words.length ? `${count} found` : "";
}

field.addEventListener("input", narrow);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  }
});
