/** A `<details>` that is a menu closes on Esc and when one goes elsewhere. */
import { behave } from "@lib/behave";

behave("details[data-menu]", (element) => {
  const menu = element as HTMLDetailsElement;
  const leave = (event: Event): void => {
    if (menu.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
});
