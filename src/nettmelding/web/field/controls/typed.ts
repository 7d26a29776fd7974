/** Text and numbers. */
import { h, on } from "../dom";
import { outside, written } from "../steps";
import { t, typedNumber } from "../words";
import type { Given, Part } from "./control";

export function textPart({ shown, typed }: Given): Part {
  const input = h("textarea", { rows: 3, class: "large", "aria-labelledby": "step-title", "aria-describedby": "step-message" });
  input.value = typeof shown === "string" ? shown : "";
  on(input, "input", () => typed(input.value));
  return {
    element: input,
    read: () => (input.value.trim() ? { value: input.value.trim() } : { problem: t("write_something") }),
    focus: () => input.focus(),
  };
}

export function numberPart({ step, shown, typed }: Given): Part {
  const input = h("input", {
    class: "large number",
    inputmode: "decimal",
    autocomplete: "off",
    enterkeyhint: "next",
    "aria-labelledby": "step-title",
    "aria-describedby": "step-hint step-message",
  });
  input.value = typeof shown === "number" ? String(shown).replace(".", ",") : typeof shown === "string" ? shown : "";
  const hint = h("p", { class: "hint", id: "step-hint" });
  const look = (): void => {
    const value = typedNumber(input.value);
    const said = Number.isNaN(value) ? "" : outside(step, value);
    hint.textContent = said;
    hint.className = said ? "hint warn" : "hint";
  };
  on(input, "input", () => {
    typed(input.value);
    look();
  });
  look();
  return {
    element: h("div", {}, h("div", { class: "with-unit" }, input, step.unit && h("span", {}, step.unit)), hint),
    read: () => {
      const value = typedNumber(input.value);
      if (Number.isNaN(value)) return { problem: input.value.trim() ? t("not_a_number") : t("type_number") };
      const doubt = outside(step, value);
      return doubt ? { value, doubt, deviates: `${written(step, value)}. ${doubt}` } : { value };
    },
    focus: () => input.focus(),
  };
}
