/** Of more tabs than a phone has room for, the current one is in sight. */
import { behave } from "@lib/behave";

behave(".tabs", (tabs) => {
  const current = tabs.querySelector<HTMLElement>("[aria-current]");
  if (current && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
});
