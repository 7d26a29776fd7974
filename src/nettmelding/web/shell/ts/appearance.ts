/** Light or dark at once; the form is still sent, quietly, so that the server keeps the cookie. */
import { behave } from "@lib/behave";
import { post } from "@lib/http";

behave("form[data-appearance]", (element) => {
  const form = element as HTMLFormElement;
  form.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    document.documentElement.dataset["colorScheme"] = button.value;
    for (const other of form.querySelectorAll("button")) {
      other.toggleAttribute("aria-current", false);
      if (other === button) other.setAttribute("aria-current", "true");
    }
    const answers = new FormData(form);
    answers.set("scheme", button.value);
    post(form.action, answers).catch(() => form.submit());
  });
});
