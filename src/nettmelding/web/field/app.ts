/** What every screen works with, and what it hands back. */
import { button, h, icon, link, say, type Child } from "./dom";
import * as queue from "./queue";
import type { Along } from "./queue";
import type { Runner } from "./runner";
import type { Server } from "./http";
import { isFull } from "./sync";
import type { Doing, Person } from "./types";
import type { Vault } from "./vault";
import { t } from "./words";

export interface App {
  readonly vault: Vault;
  readonly server: Server;
  readonly person: Person;
  readonly runner: Runner;
  /** Draws the screen of the address again. */
  readonly redraw: () => Promise<void>;
  /** A word in the bar on top, for a moment. */
  readonly flash: (text: string) => void;
}

export interface Screen {
  readonly title: string;
  readonly main: Child[];
  /** What of it is open; another is come to as another screen is. */
  readonly at?: string;
  /** What stands at the thumb. Null: the three places of the app. */
  readonly dock: HTMLElement | null;
  /** Which of the three places this is. */
  readonly place?: "list" | "waiting" | "settings";
  /** Called when another screen takes over. */
  readonly leave?: () => unknown;
}

/** Puts what was done into the queue. False where the phone is full: it is said, and nothing was changed. */
export async function act(app: App, order: string, doing: Doing, along: Along = {}): Promise<boolean> {
  if (!(await guarded(app, () => queue.add(app.vault, order, doing, along)))) return false;
  app.flash(t("saved"));
  say(t("saved"));
  app.runner.now();
  return true;
}

/** Errors: whatever is not a full phone. */
export async function guarded(app: App, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (problem) {
    if (!isFull(problem)) throw problem;
    sayFull(app);
    return false;
  }
}

function sayFull(app: App): void {
  app.flash(t("full_short"));
  tell(t("full_title"), t("full_text"));
}

/** Something that must be read before one goes on. */
export function tell(title: string, text: string): void {
  const dialog = h("dialog", { class: "ask", "aria-labelledby": "tell-title" });
  const close = button(t("understood"), "big", () => dialog.close());
  dialog.append(h("h2", { id: "tell-title" }, title), h("p", {}, text), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export const go = (address: string): void => {
  location.hash = address;
};

export const orderAddress = (id: string, ...more: string[]): string => `#/${["ordre", id, ...more].join("/")}`;

/** The head of a screen below another. */
export function head(back: string, title: string, over = "", ...more: Child[]): HTMLElement {
  return h(
    "header",
    { class: "head" },
    link([icon("back"), h("span", { class: "sr-only" }, t("back"))], "round", back),
    h("div", {}, over && h("p", { class: "over" }, over), h("h1", {}, title), ...more),
  );
}

export function dock(...children: Child[]): HTMLElement {
  return h("section", { class: "dock", "aria-label": t("onward") }, ...children);
}

/** A question with a serious answer. Resolves false where it is left. */
export function confirmed(title: string, text: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ask", "aria-labelledby": "ask-title" });
    let said = false;
    const agree = button(yes, "big", () => {
      said = true;
      dialog.close();
    });
    dialog.append(h("h2", { id: "ask-title" }, title), h("p", {}, text), agree, button(t("no_thanks"), "second", () => dialog.close()));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(said);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
