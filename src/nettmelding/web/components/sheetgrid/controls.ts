/** The control a value is typed in, by the column's kind: the same in a cell and in a row's own sheet. */
import { attach } from "@lib/behave";
import { fold, parts, typedForm, type Column } from "./columns";
import { say, type Words } from "./words";

export type Typing = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface Control {
  /** What is put on the page. */
  readonly element: HTMLElement;
  /** What takes the focus. */
  readonly focus: HTMLElement;
  value(): string;
}

/** `value` is kept or typed; `date` the page's own template of a date field. */
export function control(column: Column, value: string, label: string, words: Words, date: HTMLTemplateElement | null): Control {
  if (column.kind === "choice") return choice(column, value, label, words);
  if (column.kind === "multi") return multi(column, value, label);
  if (column.kind === "date" && date) return dated(column, value, label, date);
  const input = document.createElement(column.kind === "longtext" ? "textarea" : "input");
  input.value = typedForm(column, value);
  if (column.kind === "number") input.inputMode = "decimal";
  if (input instanceof HTMLInputElement) input.autocomplete = "off";
  return named(input, label);
}

function named(input: Typing, label: string, element: HTMLElement = input): Control {
  input.setAttribute("aria-label", label);
  return { element, focus: input, value: () => input.value };
}

function dated(column: Column, value: string, label: string, template: HTMLTemplateElement): Control {
  const place = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const input = place.querySelector("input") as HTMLInputElement;
  input.value = typedForm(column, value);
  place.querySelector("button")?.setAttribute("aria-label", `${place.querySelector("button")?.getAttribute("aria-label") ?? ""}: ${label}`);
  attach(place);
  return named(input, label, place);
}

function choice(column: Column, value: string, label: string, words: Words): Control {
  const select = document.createElement("select");
  const none = column.mothersText ? say(words, "as_mother", { value: column.mothersText }) : say(words, "nothing");
  select.append(new Option(none, ""), ...column.choices.map(([code, text]) => new Option(text, code)));
  if (value && !column.choices.some(([code]) => code === value)) select.append(new Option(value, value));
  select.value = value;
  select.addEventListener("keydown", typeahead(select));
  return named(select, label);
}

/** The first choice that begins with what is typed; browsers differ in how long they wait for the next letter. */
function typeahead(select: HTMLSelectElement): (event: KeyboardEvent) => void {
  let typed = "";
  let timer = 0;
  return (event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || (event.key === " " && !typed)) return;
    event.preventDefault();
    clearTimeout(timer);
    timer = window.setTimeout(() => (typed = ""), 1000);
    typed += event.key;
    pick(select, typed);
  };
}

/** Chooses by first letters; whether one was found. */
export function pick(select: HTMLSelectElement, typed: string): boolean {
  const found = [...select.options].findIndex((option) => option.value !== "" && fold(option.text).startsWith(fold(typed)));
  if (found < 0) return false;
  select.selectedIndex = found;
  return true;
}

function multi(column: Column, value: string, label: string): Control {
  const group = document.createElement("div");
  group.className = "sheetgrid-multi";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  const chosen = new Set(parts(value));
  const boxes = column.choices.map(([code, text]) => {
    const line = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = code;
    box.checked = chosen.has(code);
    line.append(box, text);
    group.append(line);
    return box;
  });
  group.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = boxes.findIndex((box) => box === document.activeElement);
    boxes[(at + step + boxes.length) % boxes.length]?.focus();
  });
  const chosenNow = (): string => boxes.filter((box) => box.checked).map((box) => box.value).join(",");
  return { element: group, focus: boxes[0] ?? group, value: chosenNow };
}
