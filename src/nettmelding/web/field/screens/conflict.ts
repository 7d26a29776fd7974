/** Somebody else answered the same: both values are shown, and the fitter says which holds. */
import type { App, Screen } from "../app";
import { act, dock, go, head, orderAddress } from "../app";
import { button, h, link, note } from "../dom";
import type { Held } from "../records";
import { written } from "../steps";
import type { Answer, Conflict, Order, Step } from "../types";
import { t, time } from "../words";

export function conflictScreen(app: App, { order }: Held): Promise<Screen> {
  return Promise.resolve({
    title: t("conflict_screen"),
    main: [
      head(orderAddress(order.id), t("conflict_screen"), `${order.address} · ${order.number}`),
      order.conflicts.length ? h("p", { class: "pale" }, t("conflict_help")) : note("good", t("conflict_none")),
      ...order.conflicts.map((conflict) => card(app, order, conflict)),
    ],
    dock: dock(link(t("back_to_order"), order.conflicts.length ? "second" : "big", orderAddress(order.id))),
  });
}

function card(app: App, order: Order, conflict: Conflict): HTMLElement {
  const step = order.steps.find((one) => one.id === conflict.step);
  const label = step?.label ?? conflict.step;
  return h(
    "section",
    { class: "card", "aria-label": label },
    h("h2", {}, label),
    side(app, order, conflict, conflict.mine, t("mine"), step),
    side(app, order, conflict, conflict.theirs, conflict.theirs.by || t("theirs"), step),
  );
}

function side(app: App, order: Order, conflict: Conflict, answer: Answer, whose: string, step: Step | undefined): HTMLElement {
  const value = step ? written(step, answer.value) : JSON.stringify(answer.value);
  return button(
    [h("span", { class: "whose" }, whose, answer.at && h("small", {}, t("clock", { at: time(answer.at) }))), h("strong", {}, value), h("span", { class: "use" }, t("use_this"))],
    "choose",
    () => choose(app, order, conflict, answer),
  );
}

/** Settled by an answer that has seen the other's. */
async function choose(app: App, order: Order, conflict: Conflict, chosen: Answer): Promise<void> {
  const answers = { [conflict.step]: { value: chosen.value, base: conflict.theirs.value } };
  if (!(await act(app, order.id, { kind: "answer", data: { answers } }))) return;
  if (order.conflicts.length > 1) await app.redraw();
  else go(orderAddress(order.id));
}
