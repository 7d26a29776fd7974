/** One row as a sheet of its own, for fingers: each field below the other, saved as the cells are. */
import type { Cells } from "./cells";
import { understood, type Column } from "./columns";
import { control } from "./controls";
import { say, type Words } from "./words";

export function openSheet(
  place: HTMLElement,
  row: HTMLTableRowElement,
  cells: Cells,
  words: Words,
  change: (cell: HTMLTableCellElement, value: string) => void,
): void {
  const template = place.querySelector<HTMLTemplateElement>("template[data-sheet]");
  const dialog = template?.content.firstElementChild?.cloneNode(true);
  if (!(dialog instanceof HTMLDialogElement)) return;
  const link = row.querySelector<HTMLAnchorElement>("th a");
  const title = dialog.querySelector("h2");
  if (title) title.textContent = say(words, "row", { n: link?.textContent ?? "" });
  dialog.setAttribute("aria-label", title?.textContent ?? "");
  const form = dialog.querySelector("a");
  if (form && link) form.href = link.href;
  for (const cell of row.cells) {
    const column = cells.column(cell);
    if (column) dialog.querySelector(".dialog-body")?.append(field(place, cell, column, cells, words, change));
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || (event.target instanceof Element && event.target.closest("[data-close]"))) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  place.append(dialog);
  dialog.showModal();
}

function field(
  place: HTMLElement,
  cell: HTMLTableCellElement,
  column: Column,
  cells: Cells,
  words: Words,
  change: (cell: HTMLTableCellElement, value: string) => void,
): HTMLElement {
  const line = document.createElement("div");
  line.className = "f";
  const name = column.unit ? `${column.label} (${column.unit})` : column.label;
  const label = document.createElement("span");
  label.className = "f-label";
  label.textContent = name;
  const about = document.createElement("p");
  const tell = (): void => {
    about.className = cells.error(cell) ? "f-error" : "f-source";
    about.textContent = cells.about(cell);
    line.classList.toggle("wrong", cells.error(cell) !== "");
    line.classList.toggle("filled", cell.classList.contains("inherited"));
  };
  line.append(label, cells.isOpen(cell) ? typed() : cell.textContent ?? "", about);
  new MutationObserver(tell).observe(cell, { attributes: true, childList: true });
  tell();
  return line;

  function typed(): HTMLElement {
    const made = control(column, cells.toEdit(cell), name, words, place.querySelector("template[data-date]"));
    made.element.addEventListener("change", () => change(cell, understood(column, made.value())));
    return made.element;
  }
}
