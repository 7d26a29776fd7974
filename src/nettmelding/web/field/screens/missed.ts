/** *Bomtur*: it could not be done, and the planner finds a new time. */
import type { App, Screen } from "../app";
import { act, dock, go, head, orderAddress } from "../app";
import { button, h, note, on, say } from "../dom";
import { draft, heldOrder, keepDraft } from "../records";
import { t } from "../words";

const DRAFT = "missed";

interface Typed {
  reason?: string;
  text?: string;
}

export async function missedScreen(app: App, id: string): Promise<Screen> {
  const held = await heldOrder(app.vault, id);
  if (!held) {
    go("#/");
    return { title: "", main: [], dock: null };
  }
  const { order } = held;
  const typed: Typed = (await draft<Typed>(app.vault, id, DRAFT)) ?? {};
  let writing: Promise<unknown> = Promise.resolve();
  const remember = (): void => {
    writing = writing.then(() => keepDraft(app.vault, id, DRAFT, typed));
  };
  const message = h("div", { class: "message" });
  const picks = order.missed_reasons.map(({ code, name }) => {
    const input = h("input", { type: "radio", name: "reason", value: code, checked: typed.reason === code });
    on(input, "change", () => {
      typed.reason = code;
      remember();
    });
    return h("label", { class: "pick" }, input, h("span", {}, name));
  });
  const text = h("textarea", { class: "large", rows: 3, id: "missed-text" });
  text.value = typed.text ?? "";
  on(text, "input", () => {
    typed.text = text.value;
    remember();
  });
  const send = async (): Promise<void> => {
    await writing;
    if (!typed.reason) {
      message.replaceChildren(note("bad", t("choose_reason")));
      say(t("choose_reason"));
      return picks[0]?.querySelector("input")?.focus();
    }
    const data = { reason: typed.reason, text: (typed.text ?? "").trim() };
    if (await act(app, id, { kind: "missed", data }, { draft: DRAFT })) go("#/");
  };
  return {
    title: t("missed"),
    main: [
      head(orderAddress(id), t("missed_title"), `${order.address} · ${order.number}`),
      h("section", { class: "card" }, h("fieldset", {}, h("legend", {}, t("why")), h("div", { class: "picks" }, ...picks)), h("label", { for: "missed-text" }, t("tell_more")), text, message),
      h("p", { class: "pale" }, t("missed_help")),
    ],
    dock: dock(button(t("missed_send"), "big", send)),
  };
}
