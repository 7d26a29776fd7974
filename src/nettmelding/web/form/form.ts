/** Small behaviours of the form that a notice is filled in with. Without script each of these is a button that posts. */
import { behave } from "@lib/behave";
import { post } from "@lib/http";
import { applyAnswer, type Answer } from "@web/components/autosave/answer";
import { controls, write } from "@web/components/autosave/fields";

function saved(element: Element): HTMLFormElement | null {
  return element.closest<HTMLFormElement>("form[data-autosave-url]");
}

function tell(control: Element): void {
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A way out of a note: sets a field to a value and leads there. */
behave("[data-set-field]", (button) => {
  button.addEventListener("click", (event) => {
    const form = saved(button);
    const name = button.dataset["setField"] ?? "";
    const control = form && controls(form, name)[0];
    if (!form || !control) return;
    event.preventDefault();
    write(form, name, [button.dataset["value"] ?? ""]);
    control.focus();
    tell(control);
  });
});

/** Enter asks the register where a search stands; elsewhere it saves, and never sends half a form. */
behave("form[data-autosave-url]", (form) => {
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || event.defaultPrevented || !(input instanceof HTMLInputElement)) return;
    if (["submit", "checkbox", "radio", "file"].includes(input.type)) return;
    event.preventDefault();
    const find = input.closest("[data-enter]")?.querySelector<HTMLButtonElement>("[data-find]");
    if (find) find.click();
    else input.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

/** A file has come in: rail and foot follow. */
behave("form[data-autosave-url]", (element) => {
  const form = element as HTMLFormElement;
  form.addEventListener("uploaded", () => void refresh(form));
});

async function refresh(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams({ revision: form.dataset["revision"] ?? "" });
  const answer = await post(form.dataset["autosaveUrl"] ?? "", body);
  if (answer.ok) applyAnswer(form, (await answer.json()) as Answer, new Set(), {});
}

/** What the server drew by itself brings the form's revision with it. */
behave("[data-revision-now]", (mark) => {
  const form = document.getElementById(mark.dataset["revisionOf"] ?? "");
  if (!(form instanceof HTMLFormElement)) return;
  form.dataset["revision"] = mark.dataset["revisionNow"] ?? "";
  write(form, "revision", [form.dataset["revision"]]);
});

/** After a press the focus goes to the one it was about. */
behave("[data-focus]", (element) => element.focus({ preventScroll: true }));

/** The rail shows which part is being looked at, also after it has been drawn anew. */
behave(".form-page", (page) => {
  let current = "";
  const show = (): void => {
    for (const link of page.querySelectorAll(".rail a")) {
      if (link.getAttribute("href") === `#${current}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  };
  const seen = new IntersectionObserver(
    (entries) => {
      current = entries.find((entry) => entry.isIntersecting)?.target.id ?? current;
      show();
    },
    { rootMargin: "-25% 0px -65% 0px" },
  );
  const look = (): void => {
    seen.disconnect();
    for (const part of page.querySelectorAll(".part")) seen.observe(part);
  };
  look();
  page.addEventListener("autosaved", look);
});
