/** One run of everything between phone and server; never two at a time, in whatever tab or worker. */
import { isWrong } from "./clock";
import { NoAnswer, Refusal, type Server } from "./http";
import { letGo, sendPhotos } from "./photos";
import { isLive } from "./project";
import { fetchFiles, pull } from "./pull";
import { introduce, push } from "./push";
import { waiting } from "./queue";
import { heldOrders } from "./records";
import * as store from "./store";
import type { Person } from "./types";
import type { Vault } from "./vault";

const WAIT_FOR_SIGN_IN_MS = 60 * 60_000;

/** How a run ended. `busy`: another tab is at it. */
export type Outcome = "done" | "busy" | "no_answer" | "signed_out" | "other_person" | "not_allowed" | "refused" | "full" | "locked";

export interface Run {
  readonly outcome: Outcome;
  /** The server's own sentence, where it refused. */
  readonly message: string;
}

export async function sync(vault: Vault, server: Server, person: Person): Promise<Run> {
  if (!vault.isOpen) return { outcome: "locked", message: "" };
  const once = async (): Promise<Run> => {
    try {
      return { outcome: await steps(vault, server, person), message: "" };
    } catch (problem) {
      return ended(problem);
    } finally {
      if (server.ahead !== null) await store.set(vault.base, "clock", { ahead: server.ahead });
    }
  };
  if (!navigator.locks) return once();
  const name = `felt ${vault.base.name}`;
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? once() : { outcome: "busy", message: "" }));
}

async function steps(vault: Vault, server: Server, person: Person): Promise<Outcome> {
  const who = await server.who();
  if (who && who.id !== person.id) return "other_person";
  if (!who) return handIn(vault, server, person);
  await store.set(vault.base, "signedOut", 0);
  await store.set(vault.base, "handIn", false);
  await introduce(vault, server);
  await push(vault, server, person.name);
  await sendPhotos(vault, server);
  await pull(vault, server);
  const orders = (await heldOrders(vault)).map((held) => held.order);
  await fetchFiles(vault, server, orders);
  await letGo(vault, new Set(orders.filter(isLive).map((order) => order.id)));
  return "done";
}

/**
 * Signed out. What is handed in by the device's key is only held for the planner, so a fitter who signs in again soon is waited
 * for; one who does not, or says so, has it handed in all the same.
 */
async function handIn(vault: Vault, server: Server, person: Person): Promise<Outcome> {
  const since = (await store.get(vault.base, "signedOut")) || Date.now();
  await store.set(vault.base, "signedOut", since);
  const isDue = Date.now() - since > WAIT_FOR_SIGN_IN_MS || (await store.get(vault.base, "handIn"));
  if (!isDue) return "signed_out";
  if (await waiting(vault)) {
    await push(vault, server, person.name);
    await sendPhotos(vault, server);
  }
  return "signed_out";
}

function ended(problem: unknown): Run {
  if (problem instanceof NoAnswer) return { outcome: "no_answer", message: "" };
  if (problem instanceof Refusal) {
    const outcome = problem.status === 401 ? "signed_out" : problem.status === 403 ? "not_allowed" : "refused";
    return { outcome, message: problem.message };
  }
  if (isFull(problem)) return { outcome: "full", message: "" };
  if (problem instanceof Error && problem.message === "locked") return { outcome: "locked", message: "" };
  throw problem;
}

export function isFull(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === "QuotaExceededError";
}

/** Whether the phone's clock is so wrong that the fitter should know. */
export async function clockIsWrong(vault: Vault): Promise<boolean> {
  const clock = await store.get(vault.base, "clock");
  return clock !== undefined && isWrong(clock.ahead);
}
