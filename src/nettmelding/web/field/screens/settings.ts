/** The lock, the looks, the room on the phone, and which version this is. */
import type { App, Screen } from "../app";
import { guarded } from "../app";
import { button, h, icon, note, on, say, type Child } from "../dom";
import { installer } from "../install";
import { chosenLook, chooseLook, LOOKS } from "../looks";
import * as passkey from "../passkey";
import { askPin } from "../pin";
import * as store from "../store";
import { LOCK_AFTER } from "../vault";
import { size, t } from "../words";

const LOCK_CHOICES = [0, 15, LOCK_AFTER, 600];

export async function settingsScreen(app: App): Promise<Screen> {
  const lockAfter = (await store.get(app.vault.base, "settings"))?.lockAfter ?? LOCK_AFTER;
  const used = await navigator.storage?.estimate?.().catch(() => null);
  const isKept = await navigator.storage?.persisted?.().catch(() => false);
  const install = installer();
  return {
    title: t("settings"),
    place: "settings",
    dock: null,
    main: [
      h("header", { class: "hello" }, h("h1", {}, t("settings")), h("p", { class: "pale" }, `${app.person.name} · ${app.person.company}`)),
      install && part(t("install_title"), h("p", {}, t("install_text")), button(t("install"), "big", install)),
      part(
        t("lock_title"),
        h("p", { class: "pale" }, t("lock_text")),
        select("lock-after", t("lock_after"), LOCK_CHOICES.map((minutes) => [String(minutes), t(`lock_${minutes}`)]), String(lockAfter), (value) => keepLockAfter(app, Number(value))),
        button([icon("lock"), t("lock_now")], "second", () => lockNow(app)),
        button(t("change_pin"), "second", () => changePin(app)),
        await passkeyButton(app),
      ),
      part(t("look_title"), select("look", t("look"), LOOKS.map((look) => [look, t(`look_${look}`)]), chosenLook(), chooseLook)),
      part(
        t("room_title"),
        used?.usage !== undefined && h("p", {}, t("room_used", { used: size(used.usage), of: size(used.quota ?? 0) })),
        isKept ? h("p", { class: "pale" }, t("room_kept")) : button(t("room_ask"), "second", () => keepRoom(app)),
      ),
    ],
  };
}

const part = (title: string, ...body: Child[]): HTMLElement => h("section", { class: "card" }, h("h2", {}, title), ...body);

function select(id: string, label: string, options: [string, string][], chosen: string, change: (value: string) => unknown): HTMLElement {
  const box = h("select", { class: "large", id }, ...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  on(box, "change", () => void change(box.value));
  return h("div", {}, h("label", { for: id }, label), box);
}

async function keepLockAfter(app: App, lockAfter: number): Promise<void> {
  await guarded(app, () => store.set(app.vault.base, "settings", { lockAfter }));
  await app.vault.touch();
  app.flash(t("saved"));
}

async function lockNow(app: App): Promise<void> {
  await app.vault.lock();
  location.reload();
}

async function changePin(app: App): Promise<void> {
  const old = await askPin(t("pin_old"));
  const fresh = old && (await askPin(t("pin_new")));
  if (!fresh) return;
  if ((await askPin(t("pin_again"))) !== fresh) return app.flash(t("pin_differ"));
  const isChanged = await app.vault.changePin(old, fresh);
  app.flash(isChanged ? t("pin_changed") : t("pin_wrong"));
  say(isChanged ? t("pin_changed") : t("pin_wrong"));
}

async function passkeyButton(app: App): Promise<Child> {
  if (await app.vault.passkey()) return note("good", t("passkey_is_on"));
  if (!(await passkey.isLikely())) return null;
  return button([icon("key"), t("passkey_add")], "second", () => addPasskey(app));
}

async function addPasskey(app: App): Promise<void> {
  const pin = await askPin(t("pin_old"));
  if (!pin) return;
  const made = await passkey.make(app.person.name);
  const isAdded = made && (await app.vault.addPasskey(pin, made.id, made.salt, made.secret));
  app.flash(isAdded ? t("passkey_is_on") : made ? t("pin_wrong") : t("passkey_not"));
  await app.redraw();
}

async function keepRoom(app: App): Promise<void> {
  const isKept = await navigator.storage?.persist?.();
  app.flash(isKept ? t("room_kept") : t("room_not_kept"));
  await app.redraw();
}
