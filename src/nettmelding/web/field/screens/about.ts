/** Everything that is known of an order besides its steps: who, what, the notice, the grid's values, the files. */
import type { App, Screen } from "../app";
import { dock, head, orderAddress } from "../app";
import { button, h, icon, link, note, on, type Child } from "../dom";
import { callHref, phoneText, wayHref } from "../places";
import { isCarried, mapId } from "../pull";
import { file, type Held } from "../records";
import type { Attached, Order } from "../types";
import { size, t } from "../words";
import { facts, phasesText } from "./order";

export async function aboutScreen(app: App, { order }: Held): Promise<Screen> {
  const map = await file(app.vault, mapId(order.id));
  const mapHref = map ? URL.createObjectURL(map) : "";
  const here = new Set(await app.vault.base.getAllKeysFromIndex("files", "order", order.id));
  return {
    title: t("about"),
    main: [
      head(orderAddress(order.id), t("about"), `${order.address} · ${order.number}`),
      order.note && note("info", t("from_planner"), order.note),
      part(t("place"), mapHref && h("img", { class: "map", src: mapHref, alt: t("map_of", { address: order.address }), width: 640, height: 288 }), order.access_note && h("p", { class: "access" }, icon("key"), order.access_note), h("p", {}, order.address, order.unit && ` · ${order.unit}`, h("br"), `${order.postcode} ${order.place}`), wayLink(order)),
      part(t("people"), ...order.contacts.map(contact), order.grid_company.control_room_phone && link([icon("phone"), `${t("control_room")}, ${order.grid_company.name}`], "row", callHref(order.grid_company.control_room_phone))),
      order.meter && part(t("meter"), facts(meterRows(order))),
      order.grid_values.length > 0 && part(t("grid_values"), facts(order.grid_values.map(({ term, value }) => [term, value] as const))),
      order.notice && part(t("notice_n", { n: order.notice.number }), h("p", { class: "pale" }, order.notice.types.join(", ")), facts(order.notice.facts.map(({ term, value }) => [term, value] as const))),
      order.files.length > 0 && part(t("files"), h("ul", { class: "cards" }, ...order.files.map((one) => h("li", {}, fileRow(app, one, here.has(one.id)))))),
    ],
    dock: dock(link(t("back_to_order"), "big", orderAddress(order.id))),
    leave: () => mapHref && URL.revokeObjectURL(mapHref),
  };
}

function part(title: string, ...body: Child[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...body);
}

function wayLink(order: Order): Child {
  const href = wayHref(order);
  return href && link([icon("way"), t("way")], "row", href, { target: "_blank", rel: "noreferrer" });
}

function contact({ role, name, mobile }: Order["contacts"][number]): Child {
  const text = h("span", {}, name, h("small", {}, [role, phoneText(mobile)].filter(Boolean).join(" · ")));
  return mobile ? link([icon("phone"), text], "row", callHref(mobile)) : h("p", { class: "row-text" }, text);
}

function meterRows({ meter }: Order): [string, string][] {
  if (!meter) return [];
  return [
    [t("old_meter"), meter.old_number],
    [t("new_meter"), meter.reserved_number],
    [t("network_system"), meter.network_system],
    [t("phases_term"), phasesText(meter.phases)],
    [t("metering_kind"), meter.metering_kind],
    [t("ct_ratio"), meter.ct_ratio],
    ...meter.others.map(({ number, unit }): [string, string] => [t("neighbour", { unit }), number]),
  ];
}

function fileRow(app: App, one: Attached, isHere: boolean): HTMLElement {
  const text = h("span", {}, one.name, h("small", {}, `${size(one.size)} · ${isHere ? t("on_phone") : isCarried(one) ? t("comes_with_signal") : t("needs_signal")}`));
  if (!isHere) return link([icon("file"), text], "row", one.href, { target: "_blank", rel: "noreferrer" });
  return button([icon("file"), text], "row", () => show(app, one));
}

/** A picture opens here; anything else in the phone's own viewer. */
async function show(app: App, one: Attached): Promise<void> {
  const blob = await file(app.vault, one.id);
  if (!blob) return;
  const address = URL.createObjectURL(blob);
  if (!blob.type.startsWith("image/")) {
    h("a", { href: address, target: "_blank", download: one.name }).click();
    return void setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
  const dialog = h("dialog", { class: "whole", "aria-label": one.name }, h("img", { src: address, alt: one.name }));
  dialog.append(button(t("close"), "big", () => dialog.close()));
  on(dialog, "close", () => {
    dialog.remove();
    URL.revokeObjectURL(address);
  });
  document.body.append(dialog);
  dialog.showModal();
}
