/** Small conveniences that a page does without when there is no script. */
import { behave } from "@lib/behave";

behave("form[data-submit-on-change]", (element) => {
  const form = element as HTMLFormElement;
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches('select, [type="checkbox"], [type="radio"], [data-combobox-value]')) {
      form.requestSubmit();
    }
  });
});

behave("[data-go-back]", (element) => {
  element.addEventListener("click", (event) => {
    if (history.length < 2) return;
    event.preventDefault();
    history.back();
  });
});

/** Paper is white, whatever the screen is. */
let onScreen: string | undefined;
window.addEventListener("beforeprint", () => {
  onScreen = document.documentElement.dataset["colorScheme"];
  document.documentElement.dataset["colorScheme"] = "light";
});
window.addEventListener("afterprint", () => {
  if (onScreen) document.documentElement.dataset["colorScheme"] = onScreen;
});

behave("[data-print]", (element) => element.addEventListener("click", () => window.print()));

/** Nothing of one person's drafts stays on the machine for the next. */
behave("form[data-sign-out]", (element) => {
  element.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("autosave:")) localStorage.removeItem(key);
  });
});
