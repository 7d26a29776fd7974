/** Reading and writing what is sealed, as what it is. */
import { open, openBytes, seal } from "./crypt";
import { momentOf, withZone, type Stamp } from "./clock";
import { applied } from "./project";
import type { OpRow, OrderRow, PhotoRow } from "./store";
import * as store from "./store";
import type { Doing, Order, StockMeter, Value } from "./types";
import type { Vault } from "./vault";

/** An operation as it lies sealed in its row. */
export interface Operation {
  readonly number: number;
  readonly id: string;
  readonly order: string;
  readonly happened: Stamp;
  readonly doing: Doing;
}

/** An order with what is peculiar to it on this phone. */
export interface Held {
  readonly order: Order;
  /** No longer this fitter's; what was done here is still kept. */
  readonly gone: boolean;
  /** Operations and photos of it that are not with the server yet. */
  readonly waiting: number;
}

export interface Told {
  readonly id: string;
  readonly order: string;
  readonly outcome: "refused" | "held";
  readonly message: string;
  readonly doing: Doing;
  readonly at: string;
}

export async function sealedOrder(vault: Vault, order: Order, gone = false): Promise<OrderRow> {
  return { id: order.id, gone, sealed: await seal(vault.key, order, `order ${order.id}`) };
}

export function openOrder(vault: Vault, row: OrderRow): Promise<Order> {
  return open<Order>(vault.key, row.sealed, `order ${row.id}`);
}

export async function openOp(vault: Vault, row: OpRow): Promise<Operation> {
  const kept = await open<{ happened: Stamp; doing: Doing }>(vault.key, row.sealed, `op ${row.id}`);
  return { number: row.number, id: row.id, order: row.order, ...kept };
}

/** Every order on the phone, as the fitter shall see it. */
export async function heldOrders(vault: Vault): Promise<Held[]> {
  const rows = await vault.base.getAll("orders");
  return Promise.all(rows.map((row) => held(vault, row)));
}

export async function heldOrder(vault: Vault, id: string): Promise<Held | null> {
  const row = await vault.base.get("orders", id);
  return row ? held(vault, row) : null;
}

async function held(vault: Vault, row: OrderRow): Promise<Held> {
  const [order, ops, photos] = await Promise.all([
    openOrder(vault, row),
    vault.base.getAllFromIndex("ops", "order", row.id),
    vault.base.getAllFromIndex("photos", "order", row.id),
  ]);
  const operations = await Promise.all(ops.map((op) => openOp(vault, op)));
  const seen = operations.reduce((so, { doing, happened }) => applied(so, doing, withZone(momentOf(happened)), ""), order);
  return { order: seen, gone: row.gone, waiting: ops.filter((op) => !op.isPhoto).length + photos.filter(isWaiting).length };
}

export const isWaiting = (photo: PhotoRow): boolean => photo.state === "waiting";

export async function meters(vault: Vault): Promise<readonly StockMeter[]> {
  const sealed = await store.get(vault.base, "meters");
  return sealed ? open<StockMeter[]>(vault.key, sealed, "meters") : [];
}

/** Null where it is not on the phone: taken on another, or handed in. */
export async function picture(vault: Vault, id: string, store: "pictures" | "thumbs"): Promise<Blob | null> {
  const row = await vault.base.get(store, id);
  return row ? new Blob([await openBytes(vault.key, row.sealed, `${store} ${id}`)], { type: "image/jpeg" }) : null;
}

export async function file(vault: Vault, id: string): Promise<Blob | null> {
  const row = await vault.base.get("files", id);
  return row ? new Blob([await openBytes(vault.key, row.sealed, `file ${id}`)], { type: row.type }) : null;
}

export async function told(vault: Vault): Promise<Told[]> {
  const rows = await vault.base.getAll("told");
  return Promise.all(
    rows.map(async ({ id, order, outcome, sealed }) => ({
      id,
      order,
      outcome,
      ...(await open<Pick<Told, "message" | "doing" | "at">>(vault.key, sealed, `told ${id}`)),
    })),
  );
}

/** What is typed into a step and not confirmed yet. */
export type Draft = Value | Record<string, string> | null;

export async function draft<T extends object | string>(vault: Vault, order: string, name: string): Promise<T | null> {
  const row = await vault.base.get("drafts", `${order} ${name}`);
  return row ? open<T>(vault.key, row.sealed, `draft ${row.id}`) : null;
}

export async function keepDraft(vault: Vault, order: string, name: string, value: object | string): Promise<void> {
  const id = `${order} ${name}`;
  await vault.base.put("drafts", { id, order, sealed: await seal(vault.key, value, `draft ${id}`) });
}
