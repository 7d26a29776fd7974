/** Something is wrong with the installation: what, how bad, with a photo. */
import type { App, Screen } from "../app";
import { act, confirmed, dock, go, head, orderAddress } from "../app";
import { chooser, keepOne, type Chosen } from "../controls/photo";
import { button, h, icon, link, note, on, say } from "../dom";
import { newId } from "../ids";
import { picture, type Held } from "../records";
import type { Deviation, Order, Severity } from "../types";
import { DEVIATION, Typing } from "../typing";
import { t } from "../words";

const SEVERITIES: readonly Severity[] = ["minor", "serious", "dangerous"];

interface Typed {
  id: string;
  kind: string;
  severity: Severity;
  text: string;
  photos: string[];
}

export async function deviationScreen(app: App, { order }: Held): Promise<Screen> {
  const form = await formOf(app, order, await Typing.into<Typed>(app, order.id, DEVIATION));
  return {
    title: t("report_deviation"),
    main: [head(orderAddress(order.id), t("report_deviation"), `${order.address} · ${order.number}`), ...order.deviations.map((one) => known(app, order, one)), form.element],
    dock: dock(button(t("save_deviation"), "big", form.keep)),
    leave: form.leave,
  };
}

function known(app: App, order: Order, one: Deviation): HTMLElement {
  const name = order.deviation_kinds.find((kind) => kind.code === one.kind)?.name ?? one.kind;
  const drop = button([icon("bin"), h("span", { class: "sr-only" }, t("remove_deviation", { name }))], "square", async () => {
    if (!(await confirmed(t("remove_deviation_title"), name, t("remove")))) return;
    await act(app, order.id, { kind: "remove_deviation", data: { id: one.id } });
    await app.redraw();
  });
  return h("div", { class: "card row-card" }, h("span", { class: "card-text" }, h("span", { class: `badge ${one.severity}` }, t(one.severity)), h("strong", {}, name), one.text && h("span", { class: "pale" }, one.text)), drop);
}

async function formOf(app: App, order: Order, form: Typing<Typed>): Promise<{ element: HTMLElement; keep: () => Promise<void>; leave: () => void }> {
  const message = h("div", { class: "message", id: "deviation-message" });
  const { typed } = form;
  const kinds = h("select", { class: "large", id: "deviation-kind" }, h("option", { value: "" }, t("choose")), ...order.deviation_kinds.map(({ code, name }) => h("option", { value: code, selected: typed.kind === code }, name)));
  on(kinds, "change", () => {
    form.put({ kind: kinds.value });
    suggest(order.deviation_kinds.find((one) => one.code === kinds.value)?.severity);
  });
  const text = h("textarea", { class: "large", rows: 3, id: "deviation-text" });
  text.value = typed.text ?? "";
  on(text, "input", () => form.put({ text: text.value }));
  const severities = SEVERITIES.map((value) => {
    const input = h("input", { type: "radio", name: "severity", value, checked: typed.severity === value });
    on(input, "change", () => form.put({ severity: value }));
    return h("label", { class: "pick" }, input, h("span", {}, t(value), h("small", {}, t(`${value}_means`))));
  });
  const suggest = (severity: Severity | undefined): void => {
    if (!severity || typed.severity) return;
    form.put({ severity });
    for (const row of severities) row.querySelector("input")!.checked = row.querySelector("input")!.value === severity;
  };
  suggest(order.deviation_kinds.find((one) => one.code === typed.kind)?.severity);
  const addresses: string[] = [];
  const photos = await Promise.all((typed.photos ?? []).map((id) => small(app, id, addresses)));

  async function photograph([file]: Chosen): Promise<void> {
    const outcome = await keepOne(app, order.id, DEVIATION, file);
    if (outcome === "no picture") message.replaceChildren(note("bad", t("not_a_picture")));
    if (typeof outcome === "string") return;
    form.put({ photos: [...(typed.photos ?? []), outcome.id] });
    await form.kept();
    app.flash(t("saved"));
    app.runner.now();
    await app.redraw();
  }

  async function keep(): Promise<void> {
    await form.kept();
    const { kind, severity } = typed;
    const lacks = !kind ? t("choose_kind") : !severity ? t("choose_severity") : "";
    if (!kind || !severity) {
      message.replaceChildren(note("bad", lacks));
      say(lacks);
      return (kind ? severities[0]?.querySelector("input") : kinds)?.focus();
    }
    const data = { id: typed.id ?? newId(), kind, severity, text: (typed.text ?? "").trim(), photos: typed.photos ?? [] };
    if (await act(app, order.id, { kind: "deviation", data }, { draft: form.name })) go(orderAddress(order.id));
  }

  const element = h(
    "section",
    { class: "card", "aria-label": t("new_deviation") },
    h("label", { for: "deviation-kind" }, t("deviation_kind")),
    kinds,
    h("fieldset", {}, h("legend", {}, t("how_bad")), h("div", { class: "picks" }, ...severities)),
    h("label", { for: "deviation-text" }, t("tell")),
    text,
    photos.length > 0 && h("ul", { class: "thumbs" }, ...photos),
    chooser({ id: "shot", capture: "environment" }, photograph),
    h("label", { class: "shot more", for: "shot" }, icon("camera"), h("span", {}, photos.length ? t("one_more_photo") : t("take_photo"))),
    message,
    order.grid_company.control_room_phone && typed.severity === "dangerous" && link([icon("phone"), t("call_control_room")], "row", `tel:${order.grid_company.control_room_phone}`),
  );
  return { element, keep, leave: () => addresses.forEach((address) => URL.revokeObjectURL(address)) };
}

async function small(app: App, id: string, addresses: string[]): Promise<HTMLElement> {
  const blob = await picture(app.vault, id, "thumbs");
  const address = blob ? URL.createObjectURL(blob) : "";
  addresses.push(address);
  return h("li", { class: "thumb" }, address && h("img", { src: address, alt: t("deviation_photo") }));
}
