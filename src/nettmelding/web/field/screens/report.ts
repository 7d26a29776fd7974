/** The work is done: looked over, signed, handed in. */
import type { App, Screen } from "../app";
import { act, dock, go, head, orderAddress } from "../app";
import { button, h, icon, link, note, on, say, type Child } from "../dom";
import type { Held } from "../records";
import { SignaturePad, type Stroke } from "../sign";
import { asked, isDone, missing, photosOf, written } from "../steps";
import type { Order, Signature } from "../types";
import { Typing } from "../typing";
import { t } from "../words";
import { facts } from "./order";

interface Typed {
  name: string;
  text: string;
  strokes: Stroke[];
}

export async function reportScreen(app: App, { order }: Held): Promise<Screen> {
  const left = missing(order);
  const form = formOf(app, order, await Typing.into<Typed>(app, order.id, "report"));
  return {
    title: t("report"),
    main: [
      head(orderAddress(order.id), t("report"), `${order.address} · ${order.number}`),
      ...left.map((step) => link([icon("warn"), h("span", {}, t("lacks", { label: step.label }))], "row card", orderAddress(order.id, "steg", step.id))),
      order.conflicts.length > 0 && note("warn", t("conflict_title", { n: order.conflicts.length }), "", link(t("look_and_choose"), "second", orderAddress(order.id, "valg"))),
      h("section", { class: "card" }, h("h2", {}, t("what_was_done")), facts(rows(order))),
      ...form.elements,
    ],
    dock: dock(left.length ? link(t("go_to_step", { label: left[0]!.label }), "big", orderAddress(order.id, "steg", left[0]!.id)) : button(t("report_send"), "big", form.send)),
  };
}

function rows(order: Order): [string, string][] {
  const done = asked(order).filter((step) => isDone(order, step));
  const said = done.map((step): [string, string] => [step.label, step.kind === "photo" ? t("photos", { n: photosOf(order, step.id).length }) : written(step, order.answers[step.id]?.value ?? null)]);
  return order.deviations.length ? [...said, [t("deviations_term"), String(order.deviations.length)]] : said;
}

function formOf(app: App, order: Order, form: Typing<Typed>): { elements: Child[]; send: () => Promise<void> } {
  const { typed } = form;
  const message = h("div", { class: "message" });
  const text = h("textarea", { class: "large", rows: 2, id: "report-text" });
  text.value = typed.text ?? "";
  on(text, "input", () => form.put({ text: text.value }));
  const name = h("input", { class: "large", id: "report-name", autocomplete: "name" });
  name.value = typed.name ?? app.person.name;
  on(name, "input", () => form.put({ name: name.value }));
  const pad = new SignaturePad(t("sign_here"), typed.strokes ?? [], (strokes) => form.put({ strokes: strokes.map((stroke) => [...stroke]) }));
  const signs = order.declaration?.may_sign ?? false;

  const send = async (): Promise<void> => {
    await form.kept();
    const lacks = signs && !name.value.trim() ? t("write_name") : signs && !pad.strokes.length ? t("sign_first") : "";
    if (lacks) {
      message.replaceChildren(note("bad", lacks));
      message.scrollIntoView({ block: "center" });
      return say(lacks);
    }
    const signature: Signature | null = signs ? { name: name.value.trim(), strokes: pad.strokes } : null;
    if (await act(app, order.id, { kind: "report", data: { signature, text: text.value.trim() } }, { draft: form.name })) go("#/");
  };

  const elements = [
    h("section", { class: "card" }, h("label", { for: "report-text" }, t("report_text")), text),
    order.declaration && h("section", { class: "card" }, h("h2", {}, order.declaration.title), ...paragraphs(order.declaration.text), !signs && note("info", t("may_not_sign"))),
    signs && h("section", { class: "card" }, h("label", { for: "report-name" }, t("name")), name, h("p", { class: "label" }, t("sign_here")), pad.canvas, button(t("sign_again"), "quiet", () => pad.clear()), message),
    !signs && message,
  ];
  return { elements, send };
}

const paragraphs = (text: string): HTMLElement[] => text.split(/\n+/).filter(Boolean).map((one) => h("p", {}, one));
