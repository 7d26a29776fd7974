/** Ticking and filtering at once, where without script each press asks the server. */
import { behave } from "@lib/behave";

behave("form[data-siblings]", (element) => {
  const form = element as HTMLFormElement;
  const boxes = (): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>('tbody input[name="id"]')];
  const row = (box: HTMLInputElement): HTMLTableRowElement | null => box.closest("tr");
  const count = form.querySelector("[data-siblings-count]");
  const kept = form.querySelectorAll('input[type="hidden"][name="id"]').length;

  const tell = (): void => {
    if (count) count.textContent = String(kept + boxes().filter((box) => box.checked).length);
  };

  const tick = (press: string): void => {
    for (const box of boxes().filter((one) => !row(one)?.hidden)) {
      const live = row(box)?.dataset["live"] === "1";
      box.checked = press === "all" || (press === "live" && live);
    }
    tell();
  };

  for (const button of form.querySelectorAll<HTMLButtonElement>('button[name="do"]')) {
    if (!["all", "live", "none"].includes(button.value) || !("whole" in form.dataset)) continue;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      tick(button.value);
    });
  }

  const field = form.querySelector<HTMLInputElement>('input[name="q"]');
  if (field && "whole" in form.dataset) {
    const plain = (text: string): string => text.toLocaleLowerCase("nb").replace(/[.,]/g, " ").replace(/\s+/g, " ").trim();
    field.addEventListener("input", () => {
      const wanted = plain(field.value);
      for (const one of form.querySelectorAll<HTMLTableRowElement>("[data-siblings-rows] tbody tr")) {
        const text = [...one.cells].slice(0, -1).map((cell) => cell.textContent ?? "").join(" ");
        one.hidden = !plain(text).includes(wanted);
      }
      for (const table of form.querySelectorAll<HTMLTableElement>("[data-siblings-rows]")) {
        table.hidden = [...table.tBodies[0]!.rows].every((one) => one.hidden);
      }
    });
  }
  form.addEventListener("change", tell);
});
