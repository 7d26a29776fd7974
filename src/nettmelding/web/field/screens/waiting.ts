/** What is not with the server yet, and what it did not simply take. */
import type { App, Screen } from "../app";
import { button, h, icon, note, type Child } from "../dom";
import { signInHref } from "../http";
import { heldOrders, openOp, told, type Told } from "../records";
import { waiting } from "../queue";
import * as store from "../store";
import type { Doing, Order } from "../types";
import { clockIsWrong } from "../sync";
import { t, time, size } from "../words";

export async function waitingScreen(app: App): Promise<Screen> {
  const orders = new Map((await heldOrders(app.vault)).map(({ order }) => [order.id, order]));
  const ops = await Promise.all((await app.vault.base.getAll("ops")).map((row) => openOp(app.vault, row)));
  const photos = await app.vault.base.getAllFromIndex("photos", "state", "waiting");
  const answers = await told(app.vault);
  const count = await waiting(app.vault);
  const lines = [
    ...ops.filter(({ doing }) => doing.kind !== "photo").map(({ order, doing, happened }) => ({ order, row: line(labelOf(doing, orders.get(order)), time(new Date(happened.wall))) })),
    ...photos.map((photo) => ({ order: photo.order, row: line(t("photo_bytes", { label: stepLabel(orders.get(photo.order), photo.step) }), size(photo.size), photo.sent / photo.size) })),
  ];
  return {
    title: t("to_send"),
    place: "waiting",
    dock: null,
    main: [
      h("header", { class: "hello" }, h("h1", {}, count ? t("things_wait", { n: count }) : t("all_sent"))),
      Boolean(await store.get(app.vault.base, "signedOut")) && signedOut(app, count),
      (await clockIsWrong(app.vault)) && note("warn", t("clock_wrong"), t("clock_wrong_text")),
      !count && !answers.length && note("good", t("all_sent"), t("all_sent_text")),
      count > 0 && !(await store.get(app.vault.base, "signedOut")) && button([icon("up"), t("send_now")], "big", () => app.runner.now()),
      ...[...new Set(lines.map((one) => one.order))].map((id) => group(where(orders.get(id)), lines.filter((one) => one.order === id).map((one) => one.row))),
      ...answers.map((one) => toldCard(app, one, orders.get(one.order))),
    ],
  };
}

function signedOut(app: App, count: number): HTMLElement {
  const signIn = h("a", { class: "btn big", href: signInHref(app.server.places) }, t("sign_in"));
  const handIn = button(t("hand_in"), "second", async () => {
    await store.set(app.vault.base, "handIn", true);
    app.runner.now();
  });
  return note("warn", t("signed_out"), count ? t("signed_out_text") : t("signed_out_empty"), signIn, count > 0 && handIn);
}

function group(title: string, lines: HTMLElement[]): HTMLElement {
  return h("section", { class: "card group" }, h("h2", {}, title), ...lines);
}

function line(label: string, detail: string, part = 0): HTMLElement {
  const bar = part > 0 && h("progress", { max: 1, value: part, "aria-label": label });
  return h("p", { class: "line" }, h("span", {}, label, bar), h("span", { class: "pale" }, detail));
}

const where = (order: Order | undefined): string => (order ? `${order.address} · ${order.number}` : t("order_unknown"));

const stepLabel = (order: Order | undefined, step: string): string => order?.steps.find((one) => one.id === step)?.label ?? t("deviation_photo");

function labelOf(doing: Doing, order: Order | undefined): string {
  if (doing.kind === "answer") return Object.keys(doing.data.answers).map((step) => stepLabel(order, step)).join(", ");
  if (doing.kind === "photo") return t("photo_announced", { label: stepLabel(order, doing.data.step) });
  return t(`does_${doing.kind}`);
}

/** With the last that was told of an order that is somebody else's, the order and its photos go too. */
async function putAway(app: App, one: Told): Promise<void> {
  const { base } = app.vault;
  await base.delete("told", one.id);
  const order = await base.get("orders", one.order);
  if (!order?.gone || (await base.countFromIndex("told", "order", one.order)) || (await base.countFromIndex("ops", "order", one.order))) return;
  for (const photo of await base.getAllKeysFromIndex("photos", "order", one.order)) {
    for (const name of ["photos", "pictures", "thumbs"] as const) await base.delete(name, photo);
  }
  await base.delete("orders", one.order);
}

/** The planner has it; the fitter reads why, and puts it away. */
function toldCard(app: App, one: Told, order: Order | undefined): Child {
  const away = button(t("seen"), "second", async () => {
    await putAway(app, one);
    await app.redraw();
  });
  const title = one.outcome === "held" ? t("held_title") : t("refused_title");
  const text = `${labelOf(one.doing, order)}, ${where(order)}, ${t("clock", { at: time(one.at) })}. ${one.message || t(`${one.outcome}_text`)}`;
  return note(one.outcome === "held" ? "info" : "warn", title, text, away);
}
