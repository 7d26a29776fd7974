/** Search as you type, after the ARIA combobox pattern; the server draws the list (`options` component). */
import { behave } from "@lib/behave";
import { csrfToken } from "@lib/http";

const WAIT_MS = 150;

class Combobox {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly value: HTMLInputElement | null;
  private readonly said: HTMLElement | null;
  private timer = 0;
  private asked: AbortController | null = null;
  private at = -1;
  private picked = "";

  constructor(private readonly place: HTMLElement) {
    this.input = place.querySelector<HTMLInputElement>('[role="combobox"]')!;
    this.list = place.querySelector<HTMLElement>('[role="listbox"]')!;
    this.value = place.querySelector<HTMLInputElement>("[data-combobox-value]");
    this.said = place.querySelector<HTMLElement>("[data-combobox-said]");
    this.picked = this.input.value;
    this.input.addEventListener("input", (event) => this.onInput(event));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="option"]') : null;
      if (option) this.pick(option);
    });
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  /** Typing undoes a choice: the value must never belong to another text than the one shown. */
  private onInput(event: Event): void {
    if (this.value) event.stopPropagation();
    if (this.value?.value && this.input.value !== this.picked) this.set("");
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.timer = window.setTimeout(() => void this.ask(text), WAIT_MS);
  }

  private async ask(text: string): Promise<void> {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.place.setAttribute("aria-busy", "true");
    try {
      const answer = await this.answer(text, asked.signal);
      const html = await answer.text();
      if (this.input.matches(":focus") && answer.ok) this.open(html);
    } catch {
      if (!asked.signal.aborted) this.close();
    } finally {
      if (this.asked === asked) this.place.removeAttribute("aria-busy");
    }
  }

  /** With `data-combobox-post` the text is posted, and so is never part of an address. */
  private answer(text: string, signal: AbortSignal): Promise<Response> {
    const address = new URL(this.place.dataset["comboboxHref"] ?? "", location.href);
    const options = { signal, credentials: "same-origin" as const, headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() } };
    if (this.place.dataset["comboboxPost"] !== undefined) return fetch(address, { ...options, method: "POST", body: new URLSearchParams({ q: text }) });
    address.searchParams.set("q", text);
    return fetch(address, options);
  }

  private open(html: string): void {
    this.list.innerHTML = html;
    this.at = -1;
    const options = this.options();
    options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const words = this.list.querySelector("[data-said]")?.textContent ?? "";
    if (this.said) this.said.textContent = options.length ? `${options.length} ${this.list.getAttribute("aria-label") ?? ""}. ${words}` : words;
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private onKey(event: KeyboardEvent): void {
    const options = this.list.hidden ? [] : this.options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!options.length) return void (this.input.value.trim() && this.ask(this.input.value.trim()));
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.move(options, (Math.max(this.at, step > 0 ? -1 : 0) + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      const option = options[this.at] ?? (this.mayGuess() ? options[0] : undefined);
      if (option) {
        event.preventDefault();
        this.pick(option);
      } else if (this.value) event.preventDefault();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab") {
      const option = options[this.at];
      if (option && this.value) this.pick(option);
    }
  }

  /** Enter takes the first hit of a field; the search field on top sends the text as it is. */
  private mayGuess(): boolean {
    return this.value !== null;
  }

  private move(options: HTMLElement[], to: number): void {
    this.at = to;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    const option = options[to];
    if (!option) return;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private pick(option: HTMLElement): void {
    const address = option.dataset["href"];
    if (address) {
      location.assign(address);
      return;
    }
    this.input.value = this.picked = option.dataset["text"] ?? "";
    this.close();
    this.set(option.dataset["value"] ?? "");
  }

  private set(value: string): void {
    if (!this.value || this.value.value === value) return;
    this.value.value = value;
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

behave("[data-combobox]", (place) => {
  if (place.dataset["comboboxHref"]) new Combobox(place);
});
