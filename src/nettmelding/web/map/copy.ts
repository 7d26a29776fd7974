/** *Kopier*: puts the button's own text on the clipboard, and says so on the button. The row of buttons is hidden where the browser
 * has no clipboard. */
import { behave } from "@lib/behave";

const SAID_MS = 2000;

behave("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  const row = button.closest("tr");
  if (row) row.hidden = false;
  const words = button.querySelector("span");
  const before = words?.textContent ?? "";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    if (!words) return;
    words.textContent = button.dataset["copied"] ?? before;
    setTimeout(() => (words.textContent = before), SAID_MS);
  });
});
