/** What a step asks with. Each kind of step has its own; all are kept the same way. */
import { act, type App } from "../app";
import { h, note, say } from "../dom";
import { keepDraft } from "../records";
import { outside, same } from "../steps";
import type { Order, Step, StockMeter, Value } from "../types";
import { DEVIATION, Typing } from "../typing";
import { go, orderAddress } from "../app";
import { t } from "../words";
import { checkPart } from "./check";
import { choicePart } from "./choice";
import { meterPart } from "./meter";
import { photoPart } from "./photo";
import { sealPart } from "./seal";
import { numberPart, textPart } from "./typed";
import { voltagesPart } from "./voltages";

export interface Control {
  readonly element: HTMLElement;
  /** Keeps the answer on the phone. False where something is to be put right first; it is said. */
  keep(): Promise<boolean>;
  /** What the button at the thumb says instead of `onward`. */
  says?(onward: string): string;
  leave?(): void;
}

/** What was typed, or what is wrong with it. `doubt` may be kept by pressing once more. */
export type Read = { readonly value: Value; readonly doubt?: string; readonly deviates?: string } | { readonly problem: string };

/** One kind's part of a control. */
export interface Part {
  readonly element: HTMLElement;
  read(): Read;
  focus?(): void;
  leave?(): void;
  says?(onward: string): string;
}

/** What a part is made from. */
export interface Given {
  readonly app: App;
  readonly order: Order;
  readonly step: Step;
  /** What is shown: what was typed last, else the answer, else what the program knows. */
  readonly shown: Value | null;
  readonly stock: readonly StockMeter[];
  /** Remembers what is typed. */
  readonly typed: (value: Value) => void;
}

const PARTS: Record<Exclude<Step["kind"], "photo">, (given: Given) => Part> = {
  check: checkPart,
  choice: choicePart,
  text: textPart,
  number: numberPart,
  meter: meterPart,
  seal: sealPart,
  voltages: voltagesPart,
};

export async function control(app: App, order: Order, step: Step, stock: readonly StockMeter[]): Promise<Control> {
  if (step.kind === "photo") return photoPart(app, order, step);
  const form = await Typing.into<{ value: Value }>(app, order.id, step.id);
  const answer = order.answers[step.id]?.value ?? null;
  const shown = form.typed.value ?? answer ?? step.default;
  const given = h("p", { class: "given" }, t("known_already"));
  let isGiven = false;
  const typed = (value: Value): void => {
    isGiven = false;
    given.hidden = true;
    form.put({ value });
  };
  const part = PARTS[step.kind]({ app, order, step, shown, stock, typed });
  isGiven = answer === null && !form.isBegun && step.default !== null;
  given.hidden = !isGiven;
  const message = h("div", { class: "message", id: "step-message" });
  const element = h("div", { class: "control" }, given, part.element, message);
  let doubted: Value | null = null;

  async function keep(): Promise<boolean> {
    await form.kept();
    const read = part.read();
    message.replaceChildren();
    if ("problem" in read) return wrong("bad", read.problem);
    const doubt = read.doubt ?? (typeof read.value === "number" ? outside(step, read.value) : "");
    if (doubt && !same(doubted, read.value)) {
      doubted = read.value;
      return wrong("warn", doubt, t("press_again"));
    }
    if (same(read.value, answer)) return true;
    const answers = { [step.id]: { value: read.value, base: answer } };
    if (!(await act(app, order.id, { kind: "answer", data: { answers } }, { draft: form.name }))) return false;
    if (!doubt || !read.deviates) return true;
    await keepDraft(app.vault, order.id, DEVIATION, { kind: step.fault, text: `${step.label}: ${read.deviates}` });
    go(orderAddress(order.id, "avvik"));
    return false;
  }

  function wrong(tone: "bad" | "warn", title: string, text = ""): boolean {
    message.replaceChildren(note(tone, title, text));
    say(`${title} ${text}`);
    // A doubt is answered by the button: the keyboard would only be in the way.
    if (tone === "bad") part.focus?.();
    message.scrollIntoView({ block: "nearest" });
    return false;
  }

  return { element, keep, ...(part.leave ? { leave: () => part.leave?.() } : {}), says: (onward) => part.says?.(onward) ?? (isGiven ? t("is_right", { onward }) : onward) };
}
