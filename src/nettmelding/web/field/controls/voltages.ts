/** Voltages between what the step names, all on one screen. */
import { h, on } from "../dom";
import { outside } from "../steps";
import { number, t, typedNumber } from "../words";
import type { Given, Part } from "./control";

export function voltagesPart({ step, shown, typed }: Given): Part {
  const before = typeof shown === "object" && shown !== null && !Array.isArray(shown) ? (shown as Record<string, number | string>) : {};
  const rows = step.options.map(({ value: between, text }, place) => {
    const input = h("input", { class: "large number", id: `v-${place}`, inputmode: "decimal", autocomplete: "off", enterkeyhint: "next", "aria-describedby": `v-hint-${place}` });
    const kept = before[between];
    input.value = typeof kept === "number" ? number(kept) : (kept ?? "");
    const hint = h("p", { class: "hint warn", id: `v-hint-${place}` });
    const look = (): void => {
      const value = typedNumber(input.value);
      hint.textContent = Number.isNaN(value) ? "" : outside(step, value);
    };
    look();
    return { between, text, input, hint, look };
  });
  const current = (): Record<string, number> =>
    Object.fromEntries(rows.map((row) => [row.between, row.input.value]).filter(([, value]) => value)) as unknown as Record<string, number>;
  rows.forEach((row, place) => {
    on(row.input, "input", () => {
      typed(current());
      row.look();
    });
    on(row.input, "keydown", (event) => {
      if ((event as KeyboardEvent).key === "Enter") rows[place + 1]?.input.focus();
    });
  });
  const element = h(
    "div",
    { class: "volts" },
    ...rows.map((row) => h("div", {}, h("label", { for: row.input.id }, row.text), h("div", { class: "with-unit" }, row.input, h("span", {}, step.unit || "V")), row.hint)),
  );
  return {
    element,
    read: () => {
      const empty = rows.find((row) => Number.isNaN(typedNumber(row.input.value)));
      if (empty) return { problem: t("measure", { between: empty.text }) };
      const value = Object.fromEntries(rows.map((row) => [row.between, typedNumber(row.input.value)]));
      const doubts = rows.map((row) => ({ row, said: outside(step, value[row.between]!) })).filter((one) => one.said);
      if (!doubts.length) return { value };
      const said = doubts.map(({ row, said }) => `${row.text} ${number(value[row.between]!)} V. ${said}`).join(" ");
      return { value, doubt: said, deviates: said };
    },
    focus: () => rows.find((row) => Number.isNaN(typedNumber(row.input.value)))?.input.focus(),
  };
}
