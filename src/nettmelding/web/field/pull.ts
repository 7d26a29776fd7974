/** Down: changed orders by cursor, and the files that belong to them. */
import { seal, sealBytes } from "./crypt";
import { changed } from "./queue";
import { sealedOrder } from "./records";
import * as store from "./store";
import { NoAnswer, type Server } from "./http";
import { mapPicture } from "./map";
import type { Attached, Changes, Order } from "./types";
import type { Vault } from "./vault";

/** Larger files are opened by their address, with a network. */
const LARGEST_FILE = 15 * 1024 * 1024;
/** What is left for the fitter's own photos before files are downloaded, bytes. */
const ROOM = 200 * 1024 * 1024;

/** Fetches what changed. Errors: NoAnswer, Refusal; what came before it is kept. */
export async function pull(vault: Vault, server: Server): Promise<void> {
  for (let more = true; more; ) {
    const after = await store.get(vault.base, "cursor");
    const query = after ? `?after=${encodeURIComponent(after)}` : "";
    const changes = await server.json<Changes>("GET", `changes${query}`);
    await take(vault, changes);
    more = changes.more;
  }
  await store.set(vault.base, "fetched", Date.now());
}

/** Orders and cursor in one transaction: a phone that dies in the middle asks again from the old cursor. */
async function take(vault: Vault, changes: Changes): Promise<void> {
  const rows = await Promise.all(changes.items.map(async (item) => (item.order && !item.gone ? sealedOrder(vault, item.order) : null)));
  const sealedMeters = changes.meters ? await seal(vault.key, changes.meters, "meters") : null;
  const tx = vault.base.transaction(["orders", "ops", "photos", "told", "meta"], "readwrite");
  for (const [place, item] of changes.items.entries()) {
    const row = rows[place];
    if (row) await tx.objectStore("orders").put(row);
    else await leave(tx.objectStore("orders"), item.id, await hasWork(tx, item.id));
  }
  if (sealedMeters) await tx.objectStore("meta").put(sealedMeters, "meters");
  await tx.objectStore("meta").put(changes.next, "cursor");
  await tx.done;
  if (changes.items.length) changed();
}

interface Counting {
  objectStore(name: "ops" | "photos" | "told"): { index(name: "order"): { count(key: string): Promise<number> } };
}

/** Whether something was done here that is not handed in, or that the server did not simply take. */
async function hasWork(tx: Counting, order: string): Promise<boolean> {
  for (const name of ["ops", "photos", "told"] as const) {
    if (await tx.objectStore(name).index("order").count(order)) return true;
  }
  return false;
}

interface Orders {
  get(id: string): Promise<store.OrderRow | undefined>;
  put(row: store.OrderRow): Promise<unknown>;
  delete(id: string): Promise<void>;
}

async function leave(orders: Orders, id: string, worked: boolean): Promise<void> {
  const kept = await orders.get(id);
  if (kept && worked) await orders.put({ ...kept, gone: true });
  else await orders.delete(id);
}

/** Downloads what the orders need and the phone has room for, and lets go of what no order here has. */
export async function fetchFiles(vault: Vault, server: Server, orders: readonly Order[]): Promise<void> {
  const wanted = new Map(orders.flatMap((order) => order.files.map((one) => [one.id, { order: order.id, one }] as const)));
  const here = new Set(await vault.base.getAllKeys("files"));
  const placed = orders.filter((order) => order.latitude !== null && order.longitude !== null);
  const kept = new Set([...wanted.keys(), ...placed.map((order) => mapId(order.id))]);
  for (const id of here) if (!kept.has(id)) await vault.base.delete("files", id);
  for (const order of placed) if (!here.has(mapId(order.id))) await drawMap(vault, server, order);
  for (const [id, { order, one }] of wanted) {
    if (!here.has(id) && isCarried(one) && (await hasRoom(one.size))) await fetchFile(vault, server, order, one);
  }
}

export const mapId = (order: string): string => `map ${order}`;

async function drawMap(vault: Vault, server: Server, order: Order): Promise<void> {
  const drawn = await mapPicture(server.places.tiles, order.latitude ?? 0, order.longitude ?? 0);
  if (!drawn) return;
  const id = mapId(order.id);
  const sealed = await sealBytes(vault.key, await drawn.arrayBuffer(), `file ${id}`);
  await vault.base.put("files", { id, order: order.id, type: drawn.type, sealed });
}

export const isCarried = (one: Attached): boolean =>
  one.size <= LARGEST_FILE && (one.content_type === "application/pdf" || one.content_type.startsWith("image/"));

async function fetchFile(vault: Vault, server: Server, order: string, one: Attached): Promise<void> {
  const answer = await server.ask(one.href, { redirect: "follow" });
  if (!answer.ok) return;
  const bytes = await answer.arrayBuffer().catch(() => {
    throw new NoAnswer();
  });
  const sealed = await sealBytes(vault.key, bytes, `file ${one.id}`);
  await vault.base.put("files", { id: one.id, order, type: one.content_type, sealed });
}

export async function hasRoom(size: number): Promise<boolean> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined || usage === undefined || quota - usage > size + ROOM;
}
