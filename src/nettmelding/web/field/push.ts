/** Up: the queue in the order of its numbers. An operation leaves the phone when the server has answered for it. */
import { open, seal } from "./crypt";
import { momentOf, stamp, withZone } from "./clock";
import { Refusal, type Server } from "./http";
import { applied } from "./project";
import { changed } from "./queue";
import { openOp, openOrder, sealedOrder, type Operation } from "./records";
import * as store from "./store";
import type { OpRow } from "./store";
import type { Conflict, Order, Result } from "./types";
import { RECOVERY, type Vault } from "./vault";

/** The protocol's most at a time. */
const MOST = 100;
/** Bytes of one request, about: signatures and long texts are not let grow past what a server takes. */
const LARGEST = 512 * 1024;

interface Answered {
  readonly results: readonly Result[];
  readonly next_number: number;
}

/** Makes the device known, once, and again when it has a new recovery secret. Errors: NoAnswer, Refusal. */
export async function introduce(vault: Vault, server: Server): Promise<void> {
  const device = await store.get(vault.base, "device");
  const waits = await store.get(vault.base, "recovery");
  if (!device || (device.known && !waits)) return;
  const recovery = waits ? await open<string>(vault.key, waits, RECOVERY) : "";
  const told = { id: device.id, name: device.name, recovery };
  const made = await server.json<{ key?: string | null; next_number: number }>("POST", "devices", told);
  if (waits) await vault.base.delete("meta", "recovery");
  if (device.known) return;
  const key = made.key ? await seal(vault.key, made.key, "device key") : device.key;
  await store.set(vault.base, "device", { ...device, key, known: true });
  if ((await vault.base.count("ops")) === 0) await store.set(vault.base, "next", made.next_number);
}

/** `X-Device-Key`, by which also a device whose user is signed out may hand in. */
export async function keyHeader(vault: Vault): Promise<Record<string, string>> {
  const device = await store.get(vault.base, "device");
  return device?.key ? { "X-Device-Key": await open<string>(vault.key, device.key, "device key") } : {};
}

/** Sends all that waits. Errors: NoAnswer, Refusal; what was answered for before it has left the queue. */
export async function push(vault: Vault, server: Server, by: string): Promise<void> {
  const device = await store.get(vault.base, "device");
  if (!device?.known) return;
  const headers = await keyHeader(vault);
  for (let batch = await nextBatch(vault); batch.length; batch = await nextBatch(vault)) {
    const body = { device: device.id, sent_at: withZone(new Date()), operations: batch.map(asSent) };
    const answered = await server.json<Answered>("POST", "operations", body, headers);
    for (const [place, result] of answered.results.entries()) {
      const sent = batch[place];
      if (sent?.id === result.id) await settle(vault, sent, result, by);
    }
    const isShort = answered.results.length < batch.length;
    if (isShort && !(await goOnFrom(vault, answered.next_number))) throw new Refusal(409, "");
  }
}

async function nextBatch(vault: Vault): Promise<Operation[]> {
  const rows = await vault.base.getAll("ops", null, MOST);
  let size = 0;
  const fitting = rows.filter((row, place) => (size += row.sealed.data.byteLength) <= LARGEST || place === 0);
  return Promise.all(fitting.map((row) => openOp(vault, row)));
}

function asSent(operation: Operation): Record<string, unknown> {
  const { id, number, order, happened, doing } = operation;
  return { id, number, order, kind: doing.kind, happened_at: withZone(momentOf(happened, stamp())), data: doing.data };
}

/** Takes the operation out of the queue and what it did into the order, in one transaction. */
async function settle(vault: Vault, sent: Operation, result: Result, by: string): Promise<void> {
  const row = await vault.base.get("orders", sent.order);
  const order = row ? await openOrder(vault, row) : null;
  const fresh = order && row ? await sealedOrder(vault, after(order, sent, result, by), row.gone) : null;
  const isTold = result.outcome === "refused" || result.outcome === "held";
  const at = withZone(momentOf(sent.happened));
  const told = isTold ? await seal(vault.key, { message: result.message, doing: sent.doing, at }, `told ${sent.id}`) : null;
  const tx = vault.base.transaction(["ops", "orders", "told", "photos"], "readwrite");
  await tx.objectStore("ops").delete(sent.number);
  if (fresh && (await tx.objectStore("orders").get(sent.order))) await tx.objectStore("orders").put(fresh);
  if (told) await tx.objectStore("told").put({ id: sent.id, order: sent.order, outcome: result.outcome as "refused" | "held", sealed: told });
  if (result.outcome === "refused" && sent.doing.kind === "photo") {
    const photo = await tx.objectStore("photos").get(sent.doing.data.id);
    if (photo) await tx.objectStore("photos").put({ ...photo, state: "refused" });
  }
  await tx.done;
  changed();
}

/** The order as it is until the next pull brings it whole. */
function after(order: Order, sent: Operation, result: Result, by: string): Order {
  // What is held changed nothing there; here it stays to be seen, until the order comes back or is put away.
  if (result.outcome === "refused") return order;
  const at = withZone(momentOf(sent.happened));
  const done = applied(order, sent.doing, at, by);
  if (!result.conflicts.length) return done;
  return result.conflicts.reduce(withConflict, done);
}

/** Until the fitter has chosen, the server's own value is what holds. */
function withConflict(order: Order, conflict: Conflict): Order {
  const answers = { ...order.answers, [conflict.step]: conflict.theirs };
  return { ...order, answers, conflicts: [...order.conflicts.filter((one) => one.step !== conflict.step), conflict] };
}

/**
 * The server expects another number than ours. Where it is ahead it has what we hold already, and answers when that is
 * sent again; where it is behind (it was set up from a copy), what waits is numbered anew from there: it has done none of it.
 * Answers whether there is something to go on with.
 */
async function goOnFrom(vault: Vault, expected: number): Promise<boolean> {
  const tx = vault.base.transaction(["ops", "meta"], "readwrite");
  const rows: OpRow[] = await tx.objectStore("ops").getAll();
  const first = rows[0];
  if (first && expected < first.number) {
    for (const row of rows) await tx.objectStore("ops").delete(row.number);
    for (const [place, row] of rows.entries()) await tx.objectStore("ops").put({ ...row, number: expected + place });
    await tx.objectStore("meta").put(expected + rows.length, "next");
  }
  await tx.done;
  return first !== undefined && expected <= first.number;
}
