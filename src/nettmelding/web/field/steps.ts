/** Which steps are asked, which are done, and how an answer is written. Nothing of the screen. */
import { number, t } from "./words";
import type { Order, Step, Value } from "./types";

/** The steps that are asked with the answers there are. A step whose own question is not asked is not asked either. */
export function asked(order: Order): Step[] {
  const is = new Set<string>();
  return order.steps.filter((step) => {
    const { after } = step;
    const wanted = !after || (is.has(after.step) && same(order.answers[after.step]?.value ?? null, after.is));
    if (wanted) is.add(step.id);
    return wanted;
  });
}

export const photosOf = (order: Order, step: string): Order["photos"] => order.photos.filter((one) => one.step === step);

export function isDone(order: Order, step: Step): boolean {
  if (step.kind === "photo") return photosOf(order, step.id).some((one) => one.state !== "refused");
  return order.answers[step.id] !== undefined;
}

export const missing = (order: Order): Step[] => asked(order).filter((step) => step.needed && !isDone(order, step));

/** Whether it needs voltage that the installation may not have yet. */
export const isShut = (order: Order, step: Step): boolean => Boolean(step.live && order.energise?.asked && !order.energise.may);

/** The first that waits for the fitter; those that may be left out count until they are passed by, and what may not be done yet
 * comes last. */
export function nextStep(order: Order, passed: readonly string[]): Step | null {
  const waiting = asked(order).filter((step) => !isDone(order, step) && !(passed.includes(step.id) && !step.needed));
  return waiting.find((step) => !isShut(order, step)) ?? waiting[0] ?? null;
}

export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}

/** An answer as words: `48 212 kWh`, `L1–L2 231 V`. */
export function written(step: Step, value: Value | null): string {
  if (value === null) return t("no_answer_given");
  if (typeof value === "boolean") return value ? t("confirmed") : t("no");
  if (typeof value === "number") return withUnit(number(value), step.unit);
  if (typeof value === "string") return step.options.find((one) => one.value === value)?.text ?? value;
  if (Array.isArray(value)) return (value as readonly string[]).join(", ");
  const parts = Object.entries(value as Record<string, number>);
  return parts.map(([between, measured]) => `${between.replaceAll("-", "\u2011")}\u00a0${withUnit(number(measured), step.unit)}`).join(" · ");
}

const withUnit = (text: string, unit: string): string => (unit ? `${text}\u00a0${unit}` : text);

/** A number outside the step's limits, in words; empty where it is within. */
export function outside(step: Step, value: number): string {
  const { min, max } = step;
  if ((min === null || value >= min) && (max === null || value <= max)) return "";
  const unit = step.unit;
  if (min !== null && max !== null) return t("outside", { min: number(min), max: withUnit(number(max), unit) });
  if (min !== null) return t("below", { min: withUnit(number(min), unit) });
  return t("above", { max: withUnit(number(max ?? 0), unit) });
}
