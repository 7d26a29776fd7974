/** The summary takes the focus when it appears; a line in it goes to its field, not only to the place. */
import { behave } from "@lib/behave";

function control(id: string): HTMLElement | null {
  const found = document.getElementById(id);
  const inner = found?.matches("fieldset") ? found.querySelector<HTMLElement>("input:not([type='hidden'])") : null;
  return inner ?? found;
}

behave("[data-errors]", (element) => {
  if (element.dataset["takeFocus"] !== undefined) element.focus();
  element.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const field = link && control(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
});
