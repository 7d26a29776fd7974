/** A toast goes after a while, longer where there is something to take back; bad news stays. Looking at it holds it. */
import { behave } from "@lib/behave";

const PLAIN_MS = 6_000;
const UNDO_MS = 12_000;

behave("[data-toast]", (toast) => {
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
  if (toast.dataset["toast"] === "bad" || toast.closest(".toasts-here")) return;
  let timer = 0;
  const leave = (): void => {
    timer = window.setTimeout(() => toast.remove(), toast.querySelector("form") ? UNDO_MS : PLAIN_MS);
  };
  const hold = (): void => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", leave);
  toast.addEventListener("focusout", leave);
  leave();
});
