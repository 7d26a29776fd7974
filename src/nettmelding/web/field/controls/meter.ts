/** A meter's number: by the camera or typed, and told at once whose it is. */
import { button, h, icon, on } from "../dom";
import { judge, plain } from "../meters";
import { scan } from "../scan";
import { t } from "../words";
import type { Given, Part } from "./control";

export function meterPart({ order, step, shown, stock, typed }: Given): Part {
  const input = h("input", {
    class: "large number",
    inputmode: "numeric",
    autocomplete: "off",
    enterkeyhint: "next",
    "aria-labelledby": "step-title",
    "aria-describedby": "step-hint step-message",
  });
  input.value = typeof shown === "string" ? shown : "";
  const hint = h("p", { class: "hint", id: "step-hint", "aria-live": "polite" });
  const look = (): void => {
    const verdict = judge(input.value, order, step, stock);
    hint.className = `hint ${verdict?.tone ?? ""}`;
    hint.replaceChildren(...(verdict ? [icon(verdict.tone === "good" ? "check" : "warn"), verdict.text] : []));
  };
  const use = (value: string): void => {
    input.value = plain(value);
    typed(input.value);
    look();
  };
  on(input, "input", () => {
    typed(input.value);
    look();
  });
  look();
  const scanned = async (): Promise<void> => {
    const found = await scan();
    if (found) use(found);
    else input.focus();
  };
  return {
    element: h("div", {}, input, hint, button([icon("scan"), t("scan")], "second", scanned)),
    read: () => {
      const value = plain(input.value);
      if (!value) return { problem: t("type_meter") };
      const verdict = judge(value, order, step, stock);
      if (verdict && !/^\d+$/.test(value)) return { problem: verdict.text };
      return verdict && verdict.tone !== "good" ? { value, doubt: verdict.text } : { value };
    },
    focus: () => input.focus(),
  };
}
