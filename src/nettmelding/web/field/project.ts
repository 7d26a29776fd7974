/** An order as the fitter shall see it: what the server has, with what was done here and not yet sent laid over it. */
import type { Answer, Doing, Order, Status } from "./types";

/** Statuses in which there is something to do for the fitter. */
const LIVE: readonly Status[] = ["planned", "started", "returned"];

export const isLive = (order: Order): boolean => LIVE.includes(order.status);

/** `at` and `by` are those of an answer given here. */
export function applied(order: Order, doing: Doing, at: string, by: string): Order {
  switch (doing.kind) {
    case "start":
      return order.status === "planned" ? { ...order, status: "started" } : order;
    case "answer":
      return answered(order, doing.data.answers, at, by);
    case "photo":
      return { ...order, photos: [...order.photos.filter((one) => one.id !== doing.data.id), { id: doing.data.id, step: doing.data.step, state: "coming", href: "" }] };
    case "remove_photo":
      return { ...order, photos: order.photos.filter((one) => one.id !== doing.data.id) };
    case "deviation":
      return { ...order, deviations: [...order.deviations.filter((one) => one.id !== doing.data.id), doing.data] };
    case "remove_deviation":
      return { ...order, deviations: order.deviations.filter((one) => one.id !== doing.data.id) };
    case "missed":
      return { ...order, status: "missed" };
    case "report":
      return { ...order, status: "reported" };
  }
}

function answered(order: Order, given: Record<string, { value: Answer["value"] }>, at: string, by: string): Order {
  const answers: Record<string, Answer> = { ...order.answers };
  for (const [step, { value }] of Object.entries(given)) {
    if (value === null) delete answers[step];
    else answers[step] = { value, at, by };
  }
  const conflicts = order.conflicts.filter((one) => !(one.step in given));
  return { ...order, answers, conflicts, status: order.status === "planned" ? "started" : order.status };
}
