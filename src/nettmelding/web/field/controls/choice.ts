import { h, on } from "../dom";
import { t } from "../words";
import type { Given, Part } from "./control";

/** Large rows, one of which is chosen. */
export function choicePart({ step, shown, typed }: Given): Part {
  const rows = step.options.map(({ value, text }) => {
    const input = h("input", { type: "radio", name: step.id, value, checked: shown === value });
    on(input, "change", () => typed(value));
    return { input, row: h("label", { class: "pick" }, input, h("span", {}, text)) };
  });
  return {
    element: h("div", { class: "picks", role: "radiogroup", "aria-labelledby": "step-title" }, ...rows.map((one) => one.row)),
    read: () => {
      const chosen = rows.find((one) => one.input.checked);
      if (!chosen) return { problem: t("choose_one") };
      const { value } = chosen.input;
      return step.fault && value === "no" ? { value, doubt: t("is_deviation"), deviates: t("no") } : { value };
    },
    focus: () => rows[0]?.input.focus(),
  };
}
