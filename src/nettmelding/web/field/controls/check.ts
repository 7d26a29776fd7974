import { h } from "../dom";
import { t } from "../words";
import type { Given, Part } from "./control";

/** Nothing to fill in: the button at the thumb is the answer. */
export function checkPart({ order, step }: Given): Part {
  const isDone = order.answers[step.id] !== undefined;
  return {
    element: h("p", { class: "pale" }, isDone ? t("confirmed_before") : t("confirm_below")),
    read: () => ({ value: true }),
    says: () => t("yes_done"),
  };
}
