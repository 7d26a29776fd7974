/** A small calendar beside a date field. The field stays the truth: one may type any form, the server reads it. */
import { behave } from "@lib/behave";

const DAY_MS = 86_400_000;
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Days are UTC midnights, so that summer time never moves one. */
function day(year: number, month: number, date: number): Date {
  return new Date(Date.UTC(year, month, date));
}

function today(): Date {
  const now = new Date();
  return day(now.getFullYear(), now.getMonth(), now.getDate());
}

/** `08.12.2026` or `8.12.26`; anything else is left to the server. */
function read(text: string): Date | null {
  const match = /^\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{2}|\d{4})\s*$/.exec(text);
  if (!match) return null;
  const year = Number(match[3]) + (match[3]?.length === 2 ? 2000 : 0);
  const found = day(year, Number(match[2]) - 1, Number(match[1]));
  return found.getUTCDate() === Number(match[1]) ? found : null;
}

function write(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
}

function words(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(document.documentElement.lang || "nb", { timeZone: "UTC", ...options });
}

class Calendar {
  private readonly panel = document.createElement("div");
  private shown: Date;

  constructor(
    private readonly place: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly key: HTMLButtonElement,
  ) {
    this.shown = this.start();
    this.panel.className = "calendar";
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", key.getAttribute("aria-label") ?? "");
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
  }

  toggle(): void {
    if (this.panel.isConnected) return this.close();
    this.shown = this.start();
    this.draw();
    this.place.append(this.panel);
    this.key.setAttribute("aria-expanded", "true");
    this.focus();
    document.addEventListener("pointerdown", this.onOutside);
  }

  /** The day it opens on: what stands in the field, else the first that can be counted on, else today. */
  private start(): Date {
    const earliest = Date.parse(this.input.dataset["earliest"] ?? "");
    return read(this.input.value) ?? new Date(Math.max(today().getTime(), Number.isNaN(earliest) ? 0 : earliest));
  }

  private close(refocus = true): void {
    this.panel.remove();
    this.key.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.onOutside);
    if (refocus) this.key.focus();
  }

  private readonly onOutside = (event: Event): void => {
    if (event.target instanceof Node && !this.place.contains(event.target)) this.close(false);
  };

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      return this.close();
    }
    const inGrid = event.target instanceof Element && event.target.closest("td");
    const step = STEPS[event.key];
    if (!inGrid || (step === undefined && event.key !== "PageUp" && event.key !== "PageDown")) return;
    event.preventDefault();
    if (step !== undefined) this.go(new Date(this.shown.getTime() + step * DAY_MS));
    else this.turn(event.key === "PageUp" ? -1 : 1);
    this.focus();
  }

  private go(to: Date): void {
    this.shown = to;
    this.draw();
  }

  /** Another month, on its last day where it has no such date. */
  private turn(months: number): void {
    const [year, month] = [this.shown.getUTCFullYear(), this.shown.getUTCMonth() + months];
    const last = day(year, month + 1, 0).getUTCDate();
    this.go(day(year, month, Math.min(this.shown.getUTCDate(), last)));
  }

  private pick(date: Date): void {
    this.input.value = write(date);
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close(false);
    this.input.focus();
  }

  private focus(): void {
    this.panel.querySelector<HTMLElement>("td button[tabindex='0']")?.focus();
  }

  private draw(): void {
    this.panel.replaceChildren(this.head(), this.grid());
  }

  private head(): HTMLElement {
    const head = document.createElement("div");
    head.className = "calendar-head";
    const title = document.createElement("span");
    title.setAttribute("aria-live", "polite");
    title.textContent = words({ month: "long", year: "numeric" }).format(this.shown);
    head.append(this.turner(-1, "‹"), title, this.turner(1, "›"));
    return head;
  }

  private turner(months: number, sign: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    const month = day(this.shown.getUTCFullYear(), this.shown.getUTCMonth() + months, 1);
    button.setAttribute("aria-label", words({ month: "long", year: "numeric" }).format(month));
    button.addEventListener("click", () => {
      this.turn(months);
      this.panel.querySelectorAll<HTMLElement>(".calendar-head button")[months < 0 ? 0 : 1]?.focus();
    });
    return button;
  }

  private grid(): HTMLTableElement {
    const table = document.createElement("table");
    table.setAttribute("role", "grid");
    const first = day(this.shown.getUTCFullYear(), this.shown.getUTCMonth(), 1);
    const start = new Date(first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY_MS);
    const names = table.createTHead().insertRow();
    const body = table.createTBody();
    for (let index = 0; index < 42; index++) {
      const date = new Date(start.getTime() + index * DAY_MS);
      if (index < 7) names.append(this.weekday(date));
      const row = index % 7 === 0 ? body.insertRow() : body.rows[body.rows.length - 1];
      row?.append(this.cell(date));
    }
    return table;
  }

  private weekday(date: Date): HTMLTableCellElement {
    const name = document.createElement("th");
    name.scope = "col";
    name.abbr = words({ weekday: "long" }).format(date);
    name.textContent = words({ weekday: "short" }).format(date).slice(0, 2);
    return name;
  }

  /** Days off and days before the earliest one can still be picked; they look it, and say it. */
  private mark(button: HTMLElement, date: Date): void {
    const { holidays = "", holidayWord = "", earliest = "", earlyWord = "" } = this.input.dataset;
    const iso = date.toISOString().slice(0, 10);
    const holiday = holidays.split(" ").includes(iso);
    const early = earliest !== "" && iso < earliest;
    button.classList.toggle("red", date.getUTCDay() === 0 || holiday);
    button.classList.toggle("off", [0, 6].includes(date.getUTCDay()));
    button.classList.toggle("early", early);
    const said = [holiday ? holidayWord : "", early ? earlyWord : ""].filter(Boolean);
    if (said.length) {
      button.title = said.join(", ");
      button.setAttribute("aria-label", [button.getAttribute("aria-label"), ...said].join(", "));
    }
  }

  private cell(date: Date): HTMLTableCellElement {
    const cell = document.createElement("td");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = String(date.getUTCDate());
    button.setAttribute("aria-label", words({ dateStyle: "full" }).format(date));
    button.tabIndex = date.getTime() === this.shown.getTime() ? 0 : -1;
    button.classList.toggle("other", date.getUTCMonth() !== this.shown.getUTCMonth());
    this.mark(button, date);
    if (date.getTime() === today().getTime()) button.setAttribute("aria-current", "date");
    cell.setAttribute("role", "gridcell");
    cell.setAttribute("aria-selected", String(date.getTime() === read(this.input.value)?.getTime()));
    button.addEventListener("click", () => this.pick(date));
    cell.append(button);
    return cell;
  }
}

behave("[data-calendar]", (place) => {
  const input = place.querySelector("input");
  const key = place.querySelector<HTMLButtonElement>(".f-date-key");
  if (!input || !key || input.disabled || input.readOnly) return;
  const calendar = new Calendar(place, input, key);
  key.hidden = false;
  key.addEventListener("click", () => calendar.toggle());
});
