/**
 * A form that saves itself. Changed fields are sent 600 ms after the last key; what the server or a colleague changed
 * comes back and is filled in where nobody has typed since. Without network the changes wait on the machine.
 */
import { behave } from "@lib/behave";
import { post, problemText } from "@lib/http";
import { applyAnswer, type Answer } from "./answer";
import { read, write } from "./fields";
import { Kept } from "./kept";

const QUIET_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
type State = "saved" | "saving" | "offline" | "failed";

class AutoSave {
  private readonly kept: Kept;
  private readonly words: HTMLElement | null;
  private readonly changed = new Set<string>();
  private readonly last = new Map<string, string>();
  private timer = 0;
  private retry = FIRST_RETRY_MS;
  private sending = false;
  private askAgain = false;

  constructor(private readonly form: HTMLFormElement) {
    this.kept = new Kept(form.dataset["autosaveUrl"] ?? "");
    this.words = document.querySelector<HTMLElement>(`[data-save-state="${CSS.escape(form.id)}"]`);
    form.addEventListener("input", (event) => this.onChange(event));
    form.addEventListener("change", (event) => this.onChange(event));
    form.addEventListener("submit", () => clearTimeout(this.timer));
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.changed.size && !this.sending) void this.send();
    });
    this.takeUp();
  }

  /** What could not be sent last time is filled in again and sent. */
  private takeUp(): void {
    for (const [name, values] of this.kept.all()) {
      write(this.form, name, values);
      this.changed.add(name);
    }
    if (this.changed.size) this.soon(0);
  }

  private onChange(event: Event): void {
    const element = event.target;
    if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement)) return;
    if (!element.name || element.type === "file" || element.dataset["notSaved"] !== undefined) return;
    if (event.type === "input" && element.dataset["saveOn"] === "change") return;
    if (this.last.get(element.name) === JSON.stringify(read(this.form, element.name))) return;
    this.changed.add(element.name);
    this.kept.put(new Map([[element.name, read(this.form, element.name)]]));
    this.soon(QUIET_MS);
  }

  private soon(wait: number): void {
    clearTimeout(this.timer);
    if (this.changed.size && !this.sending) this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    const names = [...this.changed];
    const sent = new Map(names.map((name) => [name, read(this.form, name)]));
    const body = new URLSearchParams({ revision: this.form.dataset["revision"] ?? "" });
    const base = this.base();
    for (const [name, values] of sent) {
      this.last.set(name, JSON.stringify(values));
      body.append("changed", name);
      for (const value of values) body.append(name, value);
      for (const value of base[name] ?? []) body.append(`base.${name}`, value);
    }
    this.changed.clear();
    this.sending = true;
    this.show("saving");
    this.kept.put(sent);
    try {
      const answer = await post(this.form.dataset["autosaveUrl"] ?? "", body);
      const text = await answer.text();
      if (answer.ok) this.succeed(JSON.parse(text) as Answer, sent);
      else if (answer.status >= 500 || answer.status === 429) this.later(names);
      else this.refuse(problemText(text), sent);
    } catch {
      this.later(names);
    } finally {
      this.sending = false;
      if (this.askAgain) {
        this.askAgain = false;
        void this.send();
      } else if (this.changed.size && this.retry === FIRST_RETRY_MS) this.soon(QUIET_MS);
    }
  }

  private succeed(answer: Answer, sent: Map<string, string[]>): void {
    this.retry = FIRST_RETRY_MS;
    if (this.isOvertaken(answer)) return this.askAnew(sent);
    this.form.dataset["revision"] = String(answer.revision);
    const hidden = this.form.querySelector<HTMLInputElement>('input[type="hidden"][name="revision"]');
    if (hidden) hidden.value = String(answer.revision);
    this.kept.done(sent);
    for (const name of Object.keys(answer.conflicts ?? {})) this.last.delete(name);
    applyAnswer(this.form, answer, this.changed, { ...this.words?.dataset });
    this.show("saved", answer.saved_at ?? "");
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: answer }));
  }

  /** An answer from before something newer that the page shows already, such as a person found meanwhile. */
  private isOvertaken(answer: Answer): boolean {
    return Number(answer.revision) < Number(this.form.dataset["revision"] ?? 0);
  }

  /** Saved all the same; what it looks like now is asked for once more, with a revision that brings the whole page. */
  private askAnew(sent: Map<string, string[]>): void {
    this.kept.done(sent);
    this.form.dataset["revision"] = "0";
    this.askAgain = true;
  }

  /** What the server held when it last told, by name, from the form's hidden field `base`. */
  private base(): Record<string, string[]> {
    const hidden = this.form.querySelector<HTMLInputElement>('input[type="hidden"][name="base"]');
    return hidden?.value ? (JSON.parse(hidden.value) as Record<string, string[]>) : {};
  }

  private later(names: readonly string[]): void {
    for (const name of names) this.changed.add(name);
    this.show("offline");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), this.retry);
    this.retry = Math.min(LAST_RETRY_MS, this.retry * 2);
  }

  /** The server will not have it, now or later: the words say why, and nothing is tried again by itself. */
  private refuse(why: string, sent: Map<string, string[]>): void {
    this.kept.done(sent);
    this.show("failed", why);
  }

  private show(state: State, more = ""): void {
    if (!this.words) return;
    this.words.className = `autosave ${state}`;
    const text = this.words.dataset[state] ?? "";
    this.words.textContent = state === "saved" && !more ? "" : [text, more].filter(Boolean).join(" ");
  }
}

behave("form[data-autosave-url]", (form) => {
  new AutoSave(form as HTMLFormElement);
});
