import htmx from "htmx.org";
import { attach } from "./behave";

/** Whether keys belong to what is being typed rather than to shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Our own server's HTML as elements. */
export function elements(html: string): Element[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/**
 * Puts `html` in the place of `old`, with behaviours started. The focus stays in the field it was in, and what is being
 * typed there is kept.
 */
export function replaceKeepingFocus(old: Element, html: string): void {
  const active = document.activeElement;
  const kept =
    active instanceof HTMLElement && old.contains(active) && active.id
      ? { id: active.id, value: valueOf(active), range: selectionOf(active) }
      : null;
  const fresh = elements(html);
  old.replaceWith(...fresh);
  for (const element of fresh) {
    htmx.process(element);
    attach(element);
  }
  const again = kept && document.getElementById(kept.id);
  if (!again) return;
  if (kept.value !== null && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) again.value = kept.value;
  again.focus({ preventScroll: true });
  if (kept.range && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) again.setSelectionRange(...kept.range);
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && ["text", "search", "tel", "password"].includes(element.type);
}

function valueOf(element: Element): string | null {
  if (isText(element)) return element.value;
  return element instanceof HTMLInputElement && element.type === "email" ? element.value : null;
}

function selectionOf(element: Element): [number, number] | null {
  return isText(element) ? [element.selectionStart ?? 0, element.selectionEnd ?? 0] : null;
}
