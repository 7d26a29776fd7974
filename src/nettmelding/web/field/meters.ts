/** A meter's number checked on the spot, against the order, the neighbours and the stock. */
import { t } from "./words";
import type { Order, Step, StockMeter } from "./types";

export interface Verdict {
  readonly tone: "good" | "warn" | "bad";
  readonly text: string;
}

/** What a bar code or a person gives, as the number alone. */
export const plain = (text: string): string => text.replace(/[\s.-]/g, "");

/** Null while there is nothing to say. `isNew`: the meter that is to be hung. */
export function judge(typed: string, order: Order, step: Step, stock: readonly StockMeter[]): Verdict | null {
  const found = plain(typed);
  if (!found) return null;
  if (!/^\d+$/.test(found)) return { tone: "bad", text: t("meter_digits") };
  const meter = order.meter;
  const other = meter?.others.find((one) => one.number === found);
  if (other) return { tone: "bad", text: t("meter_of", { unit: other.unit || t("meter_neighbour") }) };
  if (meter?.taken_number === found) return { tone: "bad", text: t("meter_taken", { number: found }) };
  const expectsOld = meter?.old_number && step.default === meter.old_number;
  if (meter?.old_number === found) return expectsOld ? { tone: "good", text: t("meter_right") } : { tone: "bad", text: t("meter_is_old") };
  if (expectsOld) return { tone: "warn", text: t("meter_not_old", { number: meter.old_number }) };
  return ofStock(found, order, stock);
}

function ofStock(found: string, order: Order, stock: readonly StockMeter[]): Verdict {
  const here = stock.find((one) => one.number === found);
  const wanted = order.meter?.phases;
  if (here && wanted && here.phases && here.phases !== wanted) {
    return { tone: "bad", text: t("meter_phases", { has: here.phases, wants: wanted }) };
  }
  if (order.meter?.reserved_number === found) return { tone: "good", text: t("meter_reserved") };
  if (!here) return { tone: "warn", text: t("meter_unknown") };
  const isOthers = here.reserved_for && here.reserved_for !== order.id;
  if (isOthers) return { tone: "warn", text: t("meter_reserved_other") };
  return { tone: "good", text: t("meter_in_stock", { place: here.place }) };
}

/** What a number read from a photo tells; null where it is nobody's. */
export function recognised(found: string, order: Order): Verdict | null {
  const number = plain(found);
  const meter = order.meter;
  if (!meter || !number) return null;
  const other = meter.others.find((one) => one.number === number);
  if (other) return { tone: "bad", text: t("meter_of", { unit: other.unit || t("meter_neighbour") }) };
  if (number === meter.old_number) return { tone: "good", text: t("meter_right") };
  return number === meter.reserved_number ? { tone: "good", text: t("meter_reserved") } : null;
}
