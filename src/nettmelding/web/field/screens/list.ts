/** What is to be done today, later, and what was handed in. */
import type { App, Screen } from "../app";
import { orderAddress } from "../app";
import { h, icon, link, note, type Child } from "../dom";
import { isLive } from "../project";
import { heldOrders, type Held } from "../records";
import * as store from "../store";
import { asked, isDone } from "../steps";
import type { Order } from "../types";
import { day, sentence, shortDay, t, time } from "../words";
import { callHref, wayHref } from "../places";

type Part = "today" | "later" | "done";

export async function listScreen(app: App): Promise<Screen> {
  const orders = (await heldOrders(app.vault)).sort(byTime);
  const fetched = await store.get(app.vault.base, "fetched");
  const parts: Record<Part, Held[]> = { today: [], later: [], done: [] };
  for (const held of orders) parts[partOf(held)].push(held);
  const first = parts.today[0];
  return {
    title: t("today"),
    place: "list",
    dock: null,
    main: [
      h("header", { class: "hello" }, h("p", { class: "over" }, sentence(day(new Date()))), h("h1", {}, heading(parts.today.length))),
      !orders.length && nothing(fetched !== undefined),
      first && nextCard(first),
      ...section("", parts.today.slice(1)),
      ...section(t("later"), parts.later),
      ...section(t("handed_in"), parts.done),
      fetched !== undefined && h("p", { class: "pale small centre" }, t("fetched_at", { at: time(new Date(fetched)) })),
    ],
  };
}

function heading(count: number): string {
  return count ? t("orders_today", { n: count }) : t("nothing_today");
}

function nothing(isFetched: boolean): HTMLElement {
  return isFetched ? note("info", t("no_orders"), t("no_orders_text")) : note("info", t("fetching"), t("fetching_text"));
}

function partOf({ order, gone }: Held): Part {
  if (gone || !isLive(order)) return "done";
  if (order.status !== "planned" || !order.planned_from) return order.planned_from || order.status !== "planned" ? "today" : "later";
  return new Date(order.planned_from) < tomorrow() ? "today" : "later";
}

function tomorrow(): Date {
  const at = new Date();
  at.setHours(24, 0, 0, 0);
  return at;
}

/** What is begun comes first, then by time, and what has none last. */
function byTime(one: Held, other: Held): number {
  const rank = ({ order }: Held): number => (order.status === "started" || order.status === "returned" ? 0 : 1);
  const at = ({ order }: Held): string => order.planned_from ?? "9";
  return rank(one) - rank(other) || at(one).localeCompare(at(other)) || one.order.number.localeCompare(other.order.number);
}

function section(title: string, orders: readonly Held[]): Child[] {
  if (!orders.length) return [];
  return [title && h("h2", { class: "part" }, title), h("ul", { class: "cards" }, ...orders.map((held) => h("li", {}, card(held))))];
}

/** The one that is next is large, with what is needed to get there. */
function nextCard(held: Held): HTMLElement {
  const { order } = held;
  const customer = order.contacts[0];
  const way = wayHref(order);
  return h(
    "section",
    { class: "card next", "aria-labelledby": "next-title" },
    h("p", { class: "when" }, when(order), mark(held)),
    h("h2", { id: "next-title" }, order.address, order.unit && ` · ${order.unit}`),
    h("p", { class: "pale" }, `${order.kind_name} · ${order.place}`),
    order.access_note && h("p", { class: "access" }, icon("key"), order.access_note),
    h(
      "div",
      { class: "pair" },
      way && link([icon("way"), t("way")], "tile", way, { target: "_blank", rel: "noreferrer" }),
      customer?.mobile && link([icon("phone"), t("call", { name: customer.name.split(" ")[0] ?? "" })], "tile", callHref(customer.mobile)),
    ),
    link(order.status === "planned" ? t("open_order") : t("go_on"), "big", orderAddress(order.id)),
  );
}

function card(held: Held): HTMLElement {
  const { order } = held;
  return h(
    "a",
    { class: "card row-card", href: orderAddress(order.id) },
    h("span", { class: "card-text" }, h("span", { class: "when" }, when(order), mark(held)), h("strong", {}, order.address, order.unit && ` · ${order.unit}`), h("span", { class: "pale" }, `${order.kind_name} · ${order.place}`)),
    icon("right"),
  );
}

function when(order: Order): string {
  if (!order.planned_from) return t("no_time");
  const from = new Date(order.planned_from);
  const span = order.planned_until ? `${time(from)}–${time(order.planned_until)}` : time(from);
  const isToday = from.toDateString() === new Date().toDateString();
  return isToday ? span : `${sentence(shortDay(from))} ${span}`;
}

/** State in a word and a colour. */
function mark(held: Held): HTMLElement | null {
  const { order, gone, waiting } = held;
  const badge = (tone: string, text: string): HTMLElement => h("span", { class: `badge ${tone}` }, text);
  if (gone) return badge("bad", t("gone_short"));
  if (order.conflicts.length) return badge("warn", t("choose_short"));
  if (order.status === "returned") return badge("warn", t("returned"));
  if (waiting && !isLive(order)) return badge("warn", t("waits_short"));
  if (order.status === "started") return badge("good", t("steps_done", counted(order)));
  return isLive(order) ? null : badge("plain", t(`status_${order.status}`));
}

export function counted(order: Order): { done: number; of: number } {
  const steps = asked(order);
  return { done: steps.filter((step) => isDone(order, step)).length, of: steps.length };
}
