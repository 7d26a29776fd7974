/** Hover and focus are CSS; here: a tap opens and closes, Esc closes, and the text stays inside the window. */
import { behave } from "@lib/behave";

behave("[data-tip]", (tip) => {
  const key = tip.querySelector<HTMLButtonElement>(".tip-key");
  const text = tip.querySelector<HTMLElement>(".tip-text");
  if (!key || !text) return;

  const place = (): void => {
    tip.classList.remove("to-left", "up");
    const box = text.getBoundingClientRect();
    tip.classList.toggle("to-left", box.right > document.documentElement.clientWidth - 8);
    tip.classList.toggle("up", box.bottom > window.innerHeight - 8 && box.top > box.height + 80);
  };
  const reset = (): void => tip.classList.remove("open", "closed");

  tip.addEventListener("pointerenter", place);
  key.addEventListener("focus", place);
  key.addEventListener("click", (event) => {
    event.preventDefault();
    const open = tip.classList.toggle("open");
    tip.classList.toggle("closed", !open);
    place();
  });
  tip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.classList.remove("open");
    tip.classList.add("closed");
  });
  tip.addEventListener("focusout", reset);
  tip.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") reset();
  });
});
