/** The door: a first PIN on a new phone, afterwards PIN or passkey. */
import { h, icon, button, note, say } from "./dom";
import * as passkey from "./passkey";
import { pinPad } from "./pin";
import { waiting } from "./queue";
import type { Person } from "./types";
import type { Vault } from "./vault";
import { t } from "./words";

/** Resolves when the vault is open. Draws into `main`. */
export async function unlocked(main: HTMLElement, vault: Vault, person: Person): Promise<void> {
  if (await vault.resume()) return;
  if (await vault.isNew()) return firstPin(main, vault, person);
  return askForPin(main, vault, person);
}

function door(main: HTMLElement, title: string, text: string, ...more: (HTMLElement | null)[]): void {
  main.replaceChildren(h("div", { class: "door" }, h("h1", {}, title), h("p", { class: "pale" }, text), ...more.filter((one) => one !== null)));
}

function firstPin(main: HTMLElement, vault: Vault, person: Person): Promise<void> {
  return new Promise((resolve) => {
    let first = "";
    const pad = pinPad(t("pin_make"), (pin) => {
      if (!first) {
        if (new Set(pin).size === 1 || "0123456789 9876543210".includes(pin)) return pad.wrong(t("pin_easy"));
        first = pin;
        return pad.wrong(t("pin_repeat"));
      }
      if (pin !== first) {
        first = "";
        return pad.wrong(t("pin_differ"));
      }
      void vault.create(pin).then(resolve);
    });
    door(main, t("pin_make"), t("pin_make_text", { name: person.name }), pad.element);
    pad.focus();
  });
}

async function askForPin(main: HTMLElement, vault: Vault, person: Person): Promise<void> {
  const kept = await vault.passkey();
  const count = await waiting(vault);
  return new Promise((resolve) => {
    const byPasskey = async (): Promise<void> => {
      const secret = kept && (await passkey.ask(kept.id, kept.salt));
      if (secret && (await vault.unlockBySecret(secret))) resolve();
      else pad.wrong(t("passkey_failed"));
    };
    const pad = pinPad(t("pin_ask"), (pin) => void tryPin(pin));
    const tryPin = async (pin: string): Promise<void> => {
      say(t("opening"));
      const answer = await vault.unlock(pin);
      if (answer.ok) return resolve();
      pad.wrong(answer.waitMs ? t("pin_wait", { n: Math.ceil(answer.waitMs / 1000) }) : t("pin_wrong"));
    };
    door(
      main,
      t("pin_ask"),
      `${person.name} · ${person.company}`,
      pad.element,
      kept ? button([icon("key"), t("passkey_open")], "second", byPasskey) : null,
      count ? note("info", t("things_wait", { n: count }), t("things_wait_locked")) : null,
    );
    pad.focus();
    if (kept) void byPasskey();
  });
}
