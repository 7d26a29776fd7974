/** *Bomtur*: it could not be done, and the planner finds a new time. */
import type { App, Screen } from "../app";
import { act, dock, go, head, orderAddress } from "../app";
import { button, h, note, on, say } from "../dom";
import type { Held } from "../records";
import { Typing } from "../typing";
import { t } from "../words";

interface Typed {
  reason: string;
  text: string;
}

export async function missedScreen(app: App, { order }: Held): Promise<Screen> {
  const form = await Typing.into<Typed>(app, order.id, "missed");
  const { typed } = form;
  const message = h("div", { class: "message" });
  const picks = order.missed_reasons.map(({ code, name }) => {
    const input = h("input", { type: "radio", name: "reason", value: code, checked: typed.reason === code });
    on(input, "change", () => form.put({ reason: code }));
    return h("label", { class: "pick" }, input, h("span", {}, name));
  });
  const text = h("textarea", { class: "large", rows: 3, id: "missed-text" });
  text.value = typed.text ?? "";
  on(text, "input", () => form.put({ text: text.value }));
  const send = async (): Promise<void> => {
    await form.kept();
    if (!typed.reason) {
      message.replaceChildren(note("bad", t("choose_reason")));
      say(t("choose_reason"));
      return picks[0]?.querySelector("input")?.focus();
    }
    const data = { reason: typed.reason, text: (typed.text ?? "").trim() };
    if (await act(app, order.id, { kind: "missed", data }, { draft: form.name })) go("#/");
  };
  return {
    title: t("missed"),
    main: [
      head(orderAddress(order.id), t("missed_title"), `${order.address} · ${order.number}`),
      h("section", { class: "card" }, h("fieldset", {}, h("legend", {}, t("why")), h("div", { class: "picks" }, ...picks)), h("label", { for: "missed-text" }, t("tell_more")), text, message),
      h("p", { class: "pale" }, t("missed_help")),
    ],
    dock: dock(button(t("missed_send"), "big", send)),
  };
}
