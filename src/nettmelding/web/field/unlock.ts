/** The door: a first PIN on a new phone, afterwards PIN or passkey; a forgotten PIN is made anew by signing in. */
import { h, icon, button, note, say } from "./dom";
import { NoAnswer, type Server } from "./http";
import * as passkey from "./passkey";
import { pinPad } from "./pin";
import { waiting } from "./queue";
import * as store from "./store";
import type { Person } from "./types";
import type { Vault } from "./vault";
import { t } from "./words";

/** Where one comes back to who had to sign in because of a forgotten PIN. */
const FORGOTTEN = "#/glemt";

/** Resolves when the vault is open. Draws into `main`. */
export async function unlocked(main: HTMLElement, vault: Vault, person: Person, server: Server): Promise<void> {
  const isBack = location.hash === FORGOTTEN;
  if (isBack) history.replaceState(null, "", "#/");
  if (await vault.resume()) return;
  if (await vault.isNew()) return vault.create(await newPin(main, t("pin_make"), t("pin_make_text", { name: person.name })));
  return askForPin(main, vault, person, server, isBack);
}

function door(main: HTMLElement, title: string, text: string, ...more: (HTMLElement | null)[]): void {
  main.replaceChildren(h("div", { class: "door" }, h("h1", {}, title), h("p", { class: "pale" }, text), ...more.filter((one) => one !== null)));
}

/** A PIN that is typed twice. */
function newPin(main: HTMLElement, title: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let first = "";
    const pad = pinPad(title, (pin) => {
      if (!first) {
        if (new Set(pin).size === 1 || "0123456789 9876543210".includes(pin)) return pad.wrong(t("pin_easy"));
        first = pin;
        return pad.wrong(t("pin_repeat"));
      }
      if (pin === first) return resolve(pin);
      first = "";
      pad.wrong(t("pin_differ"));
    });
    door(main, title, text, pad.element);
    pad.focus();
  });
}

/** Whether the vault is open. What is wrong is said by `wrong`; who must sign in first is led there. */
async function recovered(main: HTMLElement, vault: Vault, server: Server, wrong: (text: string) => void): Promise<boolean> {
  const device = await store.get(vault.base, "device");
  try {
    const found = device?.known ? await server.recovery(device.id) : null;
    if (found && "confirm" in found) {
      location.assign(found.confirm);
      return false;
    }
    if (found && (await vault.recover(found.secret, () => newPin(main, t("pin_new"), t("pin_new_text"))))) return true;
    wrong(t("pin_forgot_not"));
  } catch (problem) {
    if (!(problem instanceof NoAnswer)) throw problem;
    wrong(t("pin_forgot_signal"));
  }
  return false;
}

async function askForPin(main: HTMLElement, vault: Vault, person: Person, server: Server, isBack: boolean): Promise<void> {
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
    const forgotten = async (): Promise<void> => {
      if (await recovered(main, vault, server, pad.wrong)) resolve();
    };
    door(
      main,
      t("pin_ask"),
      `${person.name} · ${person.company}`,
      pad.element,
      kept ? button([icon("key"), t("passkey_open")], "second", byPasskey) : null,
      button(t("pin_forgot"), "quiet", forgotten),
      count ? note("info", t("things_wait", { n: count }), t("things_wait_locked")) : null,
    );
    pad.focus();
    if (isBack) void forgotten();
    else if (kept) void byPasskey();
  });
}
