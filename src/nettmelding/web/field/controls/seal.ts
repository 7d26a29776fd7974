/** The numbers of one or more seals. */
import { button, h, icon, on } from "../dom";
import { scan } from "../scan";
import { t } from "../words";
import type { Given, Part } from "./control";

export function sealPart({ shown, typed }: Given): Part {
  const numbers: string[] = Array.isArray(shown) ? [...(shown as readonly string[])] : [];
  const rows = h("div", { class: "seals" });
  const inputs = (): HTMLInputElement[] => [...rows.querySelectorAll("input")];
  const read = (): string[] => inputs().map((input) => input.value.trim()).filter(Boolean);
  const add = (value = ""): HTMLInputElement => {
    const place = inputs().length + 1;
    const input = h("input", { class: "large number", autocomplete: "off", autocapitalize: "characters", "aria-label": t("seal_n", { n: place }) });
    input.value = value;
    on(input, "input", () => typed(read()));
    const row = h("div", { class: "with-button" }, input);
    row.append(button([icon("scan"), h("span", { class: "sr-only" }, t("scan_seal", { n: place }))], "square", async () => {
      const found = await scan();
      if (found) input.value = found;
      typed(read());
      input.focus();
    }));
    rows.append(row);
    return input;
  };
  for (const value of numbers.length ? numbers : [""]) add(value);
  return {
    element: h("div", {}, rows, button(t("one_more_seal"), "quiet", () => add().focus())),
    read: () => (read().length ? { value: read() } : { problem: t("type_seal") }),
    focus: () => inputs()[0]?.focus(),
  };
}
