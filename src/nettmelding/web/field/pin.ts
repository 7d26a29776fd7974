/** The PIN on keys that a glove can hit. */
import { h, icon, on, say } from "./dom";
import { PIN_LENGTH } from "./vault";
import { t } from "./words";

export interface Pad {
  readonly element: HTMLElement;
  /** Says what is wrong and begins anew. */
  wrong(text: string): void;
  focus(): void;
}

/** Calls `onPin` with each whole PIN. */
export function pinPad(title: string, onPin: (pin: string) => void): Pad {
  // The keys below are the keyboard: the phone's own would cover them.
  const input = h("input", { class: "pin", type: "password", inputmode: "none", autocomplete: "off", maxlength: PIN_LENGTH, "aria-label": title, "aria-describedby": "pin-message" });
  const message = h("p", { class: "pin-message", id: "pin-message", role: "alert" });
  const dots = h("div", { class: "pin-dots", "aria-hidden": "true" }, ...Array.from({ length: PIN_LENGTH }, () => h("i")));
  const show = (): void => [...dots.children].forEach((dot, place) => dot.classList.toggle("on", place < input.value.length));
  const typed = (): void => {
    input.value = input.value.replace(/\D/g, "").slice(0, PIN_LENGTH);
    show();
    if (input.value.length < PIN_LENGTH) return;
    const pin = input.value;
    input.value = "";
    message.textContent = "";
    onPin(pin);
  };
  on(input, "input", typed);
  const key = (text: string): HTMLElement =>
    on(h("button", { type: "button", class: "key" }, text), "click", () => {
      input.value += text;
      typed();
    });
  const rub = on(h("button", { type: "button", class: "key", "aria-label": t("rub_out") }, icon("erase")), "click", () => {
    input.value = input.value.slice(0, -1);
    show();
  });
  const keys = [..."123456789"].map(key);
  return {
    element: h("div", { class: "pin-pad" }, h("div", { class: "pin-field" }, dots, input), message, h("div", { class: "keys" }, ...keys, h("span"), key("0"), rub)),
    wrong(text) {
      message.textContent = text;
      say(text);
      show();
      input.focus();
    },
    focus: () => input.focus(),
  };
}

/** Asks in a dialog; empty where it is left. */
export function askPin(title: string): Promise<string> {
  return new Promise((resolve) => {
    let given = "";
    const dialog = h("dialog", { class: "ask", "aria-labelledby": "pin-title" });
    const pad = pinPad(title, (pin) => {
      given = pin;
      dialog.close();
    });
    const leave = on(h("button", { type: "button", class: "btn quiet" }, t("no_thanks")), "click", () => dialog.close());
    dialog.append(h("h2", { id: "pin-title" }, title), pad.element, leave);
    on(dialog, "close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
    pad.focus();
  });
}
