/** Ready-made texts into a text field: by a press where the cursor stands, or by `/` and the beginning of a name. */
import { behave } from "@lib/behave";

/** A slash after a space or at the start of a line, and what has been written since. */
const ASKED = /(?:^|\s)\/([^\n/]{0,40})$/;

interface Phrase {
  readonly title: string;
  readonly text: string;
}

function put(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  field.setRangeText(text, from, to, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

behave("[data-insert]", (button) => {
  button.addEventListener("click", (event) => {
    const field = document.getElementById(button.dataset["insertInto"] ?? "");
    if (!(field instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    const at = field.selectionStart;
    const before = at > 0 && !/\s$/.test(field.value.slice(0, at)) ? "\n" : "";
    put(field, before + (button.dataset["insert"] ?? ""), at, field.selectionEnd);
  });
});

behave("[data-phrases]", (root) => {
  const field = document.getElementById(root.dataset["phrases"] ?? "");
  const list = root.querySelector<HTMLElement>("[role=listbox]");
  const said = root.querySelector<HTMLElement>("[role=status]");
  if (!(field instanceof HTMLTextAreaElement) || !list || !said) return;
  root.hidden = false;
  root.querySelector<HTMLElement>(".phrases-way")?.removeAttribute("hidden");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  const all: Phrase[] = [...root.querySelectorAll<HTMLElement>("[data-insert]")].map((button) => ({
    title: button.textContent.trim(),
    text: button.dataset["insert"] ?? "",
  }));
  let hits: Phrase[] = [];
  let current = 0;
  let dismissed = -1;

  const asked = (): { from: number; words: string } | null => {
    if (field.selectionStart !== field.selectionEnd) return null;
    const found = ASKED.exec(field.value.slice(0, field.selectionStart));
    return found ? { from: field.selectionStart - (found[1] ?? "").length - 1, words: found[1] ?? "" } : null;
  };
  const close = (): void => {
    hits = [];
    list.hidden = true;
    said.textContent = "";
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (): void => {
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === current));
      if (at !== current) continue;
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  };
  const look = (): void => {
    const wanted = asked();
    if (!wanted || wanted.from === dismissed) {
      if (!wanted) dismissed = -1;
      close();
      return;
    }
    const words = wanted.words.trim().toLocaleLowerCase("nb");
    const open = !list.hidden;
    hits = all.filter((one) => one.title.toLocaleLowerCase("nb").includes(words));
    if (!hits.length) {
      close();
      if (open) said.textContent = root.dataset["none"] ?? "";
      return;
    }
    current = 0;
    list.replaceChildren(...hits.map((one, at) => drawn(one, at)));
    list.hidden = false;
    said.textContent = `${String(hits.length)} ${root.dataset["some"] ?? ""}`;
    mark();
  };
  const drawn = (one: Phrase, at: number): HTMLElement => {
    const option = document.createElement("div");
    option.id = `${list.id}-${String(at)}`;
    option.className = "option";
    option.setAttribute("role", "option");
    const title = document.createElement("b");
    title.textContent = one.title;
    const text = document.createElement("small");
    text.textContent = one.text;
    option.append(title, text);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(one);
    });
    return option;
  };
  const choose = (one: Phrase | undefined): void => {
    const wanted = asked();
    close();
    if (one && wanted) put(field, one.text, wanted.from, field.selectionStart);
  };

  field.addEventListener("input", look);
  field.addEventListener("click", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      current = (current + step + hits.length) % hits.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") choose(hits[current]);
    else if (event.key === "Escape") {
      dismissed = asked()?.from ?? -1;
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
});
