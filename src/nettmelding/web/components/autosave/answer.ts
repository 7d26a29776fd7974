/** What the server says after a save, put into the form. */
import { replaceKeepingFocus } from "@lib/dom";
import { controls, write } from "./fields";

interface Conflict {
  readonly by: string;
  /** As people read it. */
  readonly value: string;
  /** As it stands in the control; without it there is nothing to choose. */
  readonly texts?: readonly string[];
}

type Words = Readonly<Record<string, string | undefined>>;

export interface Answer {
  readonly revision: number | string;
  readonly saved_at?: string;
  readonly values?: Record<string, string | string[]>;
  readonly errors?: Record<string, string>;
  readonly sources?: Record<string, string>;
  readonly conflicts?: Record<string, Conflict>;
  readonly fragments?: Record<string, string>;
}

/** `changed` are the fields typed in since the save was sent: they are left as they are. */
export function applyAnswer(form: HTMLFormElement, answer: Answer, changed: ReadonlySet<string>, words: Words): void {
  for (const [id, html] of Object.entries(answer.fragments ?? {})) {
    const old = document.getElementById(id);
    if (old && !isAsking(old)) replaceUnlessTyped(form, old, html, changed);
  }
  for (const [name, value] of Object.entries(answer.values ?? {})) {
    if (!changed.has(name)) write(form, name, Array.isArray(value) ? value : [value]);
  }
  if (answer.errors) showErrors(form, answer.errors);
  for (const [name, source] of Object.entries(answer.sources ?? {})) showSource(form, name, source);
  for (const [name, conflict] of Object.entries(answer.conflicts ?? {})) showConflict(form, name, conflict, words);
}

/** Whether a button in it waits for an answer of its own, which will be the newer one and must find its place. */
function isAsking(element: Element): boolean {
  return element.querySelector(".htmx-request") !== null;
}

/** What was typed since the save is put back into the new elements. */
function replaceUnlessTyped(form: HTMLFormElement, old: Element, html: string, changed: ReadonlySet<string>): void {
  const unsaved = [...old.querySelectorAll<HTMLInputElement>("[data-not-saved], [data-save-on]")].filter(isTouched);
  const typed = [...new Set([...changed, ...unsaved.map((control) => control.name)])]
    .filter((name) => controls(form, name).some((control) => old.contains(control)))
    .map((name): [string, string[]] => [name, valuesOf(form, name)]);
  replaceKeepingFocus(old, html);
  for (const [name, values] of typed) write(form, name, values);
}

/** Whether somebody has typed or ticked there since the server drew it. */
function isTouched(control: HTMLInputElement): boolean {
  return control.type === "radio" || control.type === "checkbox" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
}

function valuesOf(form: HTMLFormElement, name: string): string[] {
  return new FormData(form).getAll(name).filter((value): value is string => typeof value === "string");
}

function place(form: HTMLFormElement, name: string): HTMLElement | null {
  return form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
}

/** All errors of the form as they stand now: a field that is not named has none any more. */
function showErrors(form: HTMLFormElement, errors: Record<string, string>): void {
  for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
    const name = field.dataset["field"] ?? "";
    setLine(field, "error", "f-error", errors[name] ?? "");
    field.classList.toggle("wrong", name in errors);
    for (const control of controls(form, name)) {
      if (name in errors) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

function showSource(form: HTMLFormElement, name: string, words: string): void {
  const field = place(form, name);
  if (!field) return;
  field.classList.toggle("filled", words !== "");
  setLine(field, "source", "f-source", words);
}

/** One line below the control, tied to it for screen readers; empty words take it away. */
function setLine(field: HTMLElement, kind: string, css: string, words: string): void {
  const control = field.matches("fieldset") ? field : field.querySelector<HTMLElement>("[id^='f-']:is(input, select, textarea)");
  if (!control) return;
  const id = `${control.id}-${kind}`;
  const old = document.getElementById(id);
  const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (!words) {
    old?.remove();
    described.delete(id);
  } else {
    const line = old ?? document.createElement("p");
    line.className = css;
    line.id = id;
    line.textContent = words;
    if (!old) field.append(line);
    described.add(id);
  }
  if (described.size) control.setAttribute("aria-describedby", [...described].join(" "));
  else control.removeAttribute("aria-describedby");
}

/** Whose word stands is for the one who types to say: theirs stays until then. */
function showConflict(form: HTMLFormElement, name: string, conflict: Conflict, words: Words): void {
  const field = place(form, name);
  if (!field) return;
  field.querySelector(".f-conflict")?.remove();
  const line = document.createElement("p");
  line.className = "f-conflict";
  line.setAttribute("role", "status");
  line.append(`${conflict.by} ${words["conflict"] ?? ""} ${conflict.value}. `);
  const { texts } = conflict;
  if (texts) {
    line.append(
      choice(words["mine"] ?? "", () => controls(form, name)[0]?.dispatchEvent(new Event("change", { bubbles: true })), line),
      choice(words["theirs"] ?? "", () => write(form, name, texts), line),
    );
  }
  field.append(line);
}

function choice(text: string, then: () => void, line: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-link f-conflict-choice";
  button.textContent = text;
  button.addEventListener("click", () => {
    line.remove();
    then();
  });
  return button;
}
