/** One-letter keys: `data-key` presses a button, `data-focus-key` goes to a field. Never while typing or in a dialog's way. */
import { isTyping } from "@lib/dom";

function target(key: string): HTMLElement | undefined {
  const dialog = document.querySelector("dialog[open]");
  const root: ParentNode = dialog ?? document;
  const wanted = CSS.escape(key);
  return [...root.querySelectorAll<HTMLElement>(`[data-key="${wanted}"], [data-focus-key="${wanted}"]`)].find(
    (element) => element.checkVisibility() && !element.matches(":disabled"),
  );
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key.length !== 1 || isTyping(event.target)) return;
  const element = target(event.key.toLowerCase());
  if (!element) return;
  event.preventDefault();
  element.focus();
  if (element.dataset["key"] !== undefined) element.click();
  else if (element instanceof HTMLInputElement) element.select();
});
