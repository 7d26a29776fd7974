/** One order: the way in on top, the steps below each other, the one that is next open, and what leads on at the thumb. */
import type { App, Screen } from "../app";
import { act, dock, go, head, orderAddress } from "../app";
import { button, h, icon, link, note, on, type Child } from "../dom";
import { callHref, wayHref } from "../places";
import { isLive } from "../project";
import { draft, keepDraft, meters, told, type Held } from "../records";
import { asked, isDone, isShut, missing, nextStep, photosOf, written } from "../steps";
import { control, type Control } from "../controls/control";
import type { Order, Step } from "../types";
import { DEVIATION } from "../typing";
import { lowered, number, t, time } from "../words";

const PASSED = "passed";

export async function orderScreen(app: App, held: Held, chosen = ""): Promise<Screen> {
  const { order } = held;
  const passed = (await draft<string[]>(app.vault, order.id, PASSED)) ?? [];
  const works = isLive(order) && !held.gone && order.status !== "planned";
  const now = works ? (asked(order).find((step) => step.id === chosen) ?? nextStep(order, passed)) : null;
  const made = now && !isShut(order, now) ? await control(app, order, now, await meters(app.vault)) : null;
  return {
    title: order.address,
    at: now?.id ?? order.status,
    main: [
      head("#/", order.address + (order.unit ? ` · ${order.unit}` : ""), `${order.kind_name} · ${order.number}`, h("p", { class: "pale" }, `${order.postcode} ${order.place}`)),
      ...(await notices(app, held)),
      h("div", { class: "pair" }, ...ways(order)),
      order.access_note && h("p", { class: "access" }, icon("key"), order.access_note),
      stepList(order, now, made),
      ...(isLive(order) && !held.gone ? [aside(order)] : []),
    ],
    dock: dockOf(app, held, now, made, passed),
    ...(made?.leave ? { leave: made.leave } : {}),
  };
}

/** An order that is not on the phone. */
export function unknownScreen(): Screen {
  const main = [head("#/", t("order_unknown")), note("info", t("order_unknown"), t("order_unknown_text"))];
  return { title: t("order_unknown"), main, dock: dock(link(t("to_list"), "big", "#/")) };
}

/** What the fitter must know before going on. */
async function notices(app: App, { order, gone, waiting }: Held): Promise<Child[]> {
  const mine = (await told(app.vault)).filter((one) => one.order === order.id);
  const refused = mine.filter((one) => one.outcome === "refused");
  const choose = link(t("look_and_choose"), "second", orderAddress(order.id, "valg"));
  const said = order.remarks || order.note;
  return [
    gone && note("bad", t("gone_title"), waiting ? t("gone_waiting") : t("gone_handed_in"), mine.length > 0 && link(t("see_what"), "second", "#/sendes")),
    order.conflicts.length > 0 && note("warn", t("conflict_title", { n: order.conflicts.length }), t("conflict_text"), choose),
    order.status === "returned" && note("warn", t("returned"), said || t("returned_text")),
    isLive(order) && order.meter?.taken_number && note("bad", t("wrong_meter_title"), t("meter_taken", { number: order.meter.taken_number }), link(t("see_what"), "second", orderAddress(order.id, "steg", "new_meter"))),
    isLive(order) && order.energise?.asked && !order.energise.may && note("bad", t("no_voltage_yet"), whyNot(order)),
    refused.length > 0 && note("warn", t("told_title", { n: refused.length }), refused.map((one) => one.message).join(" "), link(t("see_what"), "second", "#/sendes")),
    !isLive(order) && !gone && note(waiting ? "info" : "good", t(`status_${order.status}`), waiting ? t("goes_by_itself") : t("all_with_server")),
  ];
}

const whyNot = (order: Order): string => [order.energise?.why_not ?? []].flat().join(" ");

function ways(order: Order): Child[] {
  const customer = order.contacts.find((one) => one.mobile);
  const way = wayHref(order);
  return [
    way && link([icon("way"), t("way")], "tile", way, { target: "_blank", rel: "noreferrer" }),
    customer && link([icon("phone"), t("call", { name: customer.name.split(" ")[0] ?? "" })], "tile", callHref(customer.mobile)),
    link([icon("file"), t("about_short")], "tile", orderAddress(order.id, "om")),
  ];
}

function stepList(order: Order, now: Step | null, made: Control | null): HTMLElement {
  let group = "";
  const rows = asked(order).map((step, place) => {
    const heading = step.group !== group && (group = step.group);
    return h("li", { class: stepClass(order, step, now) }, heading && h("h2", { class: "part" }, heading), step === now ? openStep(order, step, place + 1, made) : closedStep(order, step, place + 1));
  });
  return h("ol", { class: "bigsteps" }, ...rows);
}

function stepClass(order: Order, step: Step, now: Step | null): string {
  if (step === now) return "now";
  return isDone(order, step) ? "done" : "todo";
}

function dot(isReady: boolean, place: number): HTMLElement {
  return h("i", { class: "dot" }, isReady ? icon("check") : String(place));
}

function closedStep(order: Order, step: Step, place: number): HTMLElement {
  const ready = isDone(order, step);
  const detail = ready ? summary(order, step) : step.needed ? "" : t("may_be_left_out");
  const inside = [dot(ready, place), h("span", { class: "step-text" }, h("span", {}, step.label), ready && h("span", { class: "sr-only" }, t("done")), detail && h("small", {}, detail))];
  const opens = isLive(order) && order.status !== "planned";
  return opens ? h("a", { class: "step", href: orderAddress(order.id, "steg", step.id) }, ...inside) : h("div", { class: "step" }, ...inside);
}

function summary(order: Order, step: Step): string {
  if (step.kind === "photo") return t("photos", { n: photosOf(order, step.id).length });
  const answer = order.answers[step.id];
  if (!answer) return "";
  const at = t("clock", { at: time(answer.at) });
  return step.kind === "check" ? at : `${written(step, answer.value)} · ${at}`;
}

function openStep(order: Order, step: Step, place: number, made: Control | null): HTMLElement {
  return h(
    "div",
    { class: "step open" },
    h("div", { class: "step-head" }, dot(false, place), h("h3", { id: "step-title" }, step.label)),
    step.help && h("p", { class: "help", id: "step-help" }, step.help),
    made?.element ?? note("bad", t("no_voltage_yet"), whyNot(order)),
  );
}

function aside(order: Order): HTMLElement {
  const found = order.deviations.length;
  return h(
    "nav",
    { class: "pair aside", "aria-label": t("something_wrong") },
    link([icon("warn"), found ? t("deviations", { n: found }) : t("report_deviation")], "tile", orderAddress(order.id, "avvik")),
    link([icon("cross"), t("missed")], "tile", orderAddress(order.id, "bomtur")),
  );
}

function dockOf(app: App, held: Held, now: Step | null, made: Control | null, passed: readonly string[]): HTMLElement {
  const { order } = held;
  if (held.gone || !isLive(order)) return dock(link(t("to_list"), "big", "#/"));
  if (order.status === "planned") return dock(button(t("arrived"), "big", () => arrive(app, order)));
  if (now && isShut(order, now)) return dock(button(t("look_again"), "big", () => app.runner.now()));
  if (now && made) return stepDock(app, order, now, made, passed);
  const left = missing(order)[0];
  if (left) return dock(link(t("go_to_step", { label: left.label }), "big", orderAddress(order.id, "steg", left.id)));
  return dock(link(t("to_report"), "big", orderAddress(order.id, "rapport")));
}

/** Where a check is not as it should be, that is a deviation of the step's own kind. */
function faulty(app: App, order: Order, step: Step): Child {
  if (step.kind !== "check" || !step.fault) return null;
  const report = async (): Promise<void> => {
    await keepDraft(app.vault, order.id, DEVIATION, { kind: step.fault, text: "" });
    go(orderAddress(order.id, "avvik"));
  };
  return button(t("not_right"), "second", report);
}

/** Stands at the thumb for as long as something is to be chosen. */
function chooser(order: Order): Child {
  const n = order.conflicts.length;
  return n > 0 && link(t("choose_n", { n }), "second", orderAddress(order.id, "valg"));
}

async function arrive(app: App, order: Order): Promise<void> {
  if (await act(app, order.id, { kind: "start", data: {} })) await app.redraw();
}

function stepDock(app: App, order: Order, step: Step, made: Control, passed: readonly string[]): HTMLElement {
  const following = asked(order).slice(asked(order).indexOf(step) + 1).find((one) => !isDone(order, one) && !passed.includes(one.id));
  const onward = following ? t("next_step", { label: lowered(following.label) }) : t("next_done");
  const skip = !step.needed && !isDone(order, step);
  const main = button(made.says?.(onward) ?? onward, "big", () => forward(app, order, made));
  on(made.element, "input", () => (main.textContent = made.says?.(onward) ?? onward));
  return dock(chooser(order), faulty(app, order, step), skip && button(t("leave_out"), "second", () => pass(app, order, step, passed)), main);
}

async function pass(app: App, order: Order, step: Step, passed: readonly string[]): Promise<void> {
  await keepDraft(app.vault, order.id, PASSED, [...passed, step.id]);
  onward(app, order);
}

/** Writes the answer, and only then moves on. */
async function forward(app: App, order: Order, made: Control): Promise<void> {
  if (await made.keep()) onward(app, order);
}

function onward(app: App, order: Order): void {
  const address = orderAddress(order.id);
  if (location.hash === address) void app.redraw();
  else go(address);
}

export const facts = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  h("dl", { class: "facts" }, ...rows.filter(([, value]) => value).map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));

export const phasesText = (phases: number | null): string => (phases ? t("phases", { n: number(phases) }) : "");
