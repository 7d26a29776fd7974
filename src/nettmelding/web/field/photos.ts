/** The photos' bytes, in pieces that go on where they stopped (tus 1.0). */
import { openBytes } from "./crypt";
import { NoAnswer, type Server } from "./http";
import { hasRoom } from "./pull";
import { keyHeader } from "./push";
import type { PhotoRow } from "./store";
import type { Vault } from "./vault";
import { changed } from "./queue";

const PIECE = 512 * 1024;
const TAKEN_FOR_NONE = 422;
const NOT_THERE = 404;

/** Sends those whose announcement the server has. Errors: NoAnswer. */
export async function sendPhotos(vault: Vault, server: Server): Promise<void> {
  const announced = await waitingAnnouncements(vault);
  const headers = await keyHeader(vault);
  const states = ["waiting", "left"] as const;
  const ids = await Promise.all(states.map((state) => vault.base.getAllKeysFromIndex("photos", "state", state)));
  for (const id of ids.flat()) {
    const photo = await vault.base.get("photos", id);
    if (photo && !announced.has(photo.order)) await sendPhoto(vault, server, photo, headers);
  }
}

/** Orders that have operations in the queue still: their photos come after. */
async function waitingAnnouncements(vault: Vault): Promise<Set<string>> {
  return new Set((await vault.base.getAll("ops")).map((row) => row.order));
}

async function sendPhoto(vault: Vault, server: Server, photo: PhotoRow, headers: Record<string, string>): Promise<void> {
  const kept = await vault.base.get("pictures", photo.id);
  if (!kept) return settle(vault, photo, "refused");
  const bytes = await openBytes(vault.key, kept.sealed, `pictures ${photo.id}`);
  const asked = await server.ask(`photos/${photo.id}`, { method: "HEAD", headers });
  if (asked.status === TAKEN_FOR_NONE) return settle(vault, photo, "refused");
  if (asked.status === NOT_THERE) return settle(vault, photo, "left");
  if (!asked.ok) return; // signed out: it waits
  let offset = offsetOf(asked);
  while (offset < bytes.byteLength) {
    const answer = await sendPiece(server, photo.id, bytes, offset, headers);
    if (answer.status === TAKEN_FOR_NONE) return settle(vault, photo, "refused");
    if (answer.status === 409) offset = offsetOf(await server.ask(`photos/${photo.id}`, { method: "HEAD", headers }));
    else if (answer.ok) offset = offsetOf(answer);
    else return;
    await vault.base.put("photos", { ...photo, sent: offset });
    changed();
  }
  await settle(vault, photo, "here");
}

function sendPiece(server: Server, id: string, bytes: ArrayBuffer, offset: number, headers: Record<string, string>): Promise<Response> {
  return server.ask(`photos/${id}`, {
    method: "PATCH",
    headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
    body: bytes.slice(offset, offset + PIECE),
  });
}

function offsetOf(answer: Response): number {
  const said = Number(answer.headers.get("Upload-Offset") ?? Number.NaN);
  if (!Number.isInteger(said)) throw new NoAnswer();
  return said;
}

async function settle(vault: Vault, photo: PhotoRow, state: "here" | "refused" | "left"): Promise<void> {
  await vault.base.put("photos", { ...photo, sent: state === "here" ? photo.size : 0, state });
  changed();
}

/**
 * Lets go of whole pictures that the server has: those of orders that are done (`live` are those that are not), and all
 * where the phone is nearly full. Until then a face in one can still be covered. The small ones stay for the screen.
 */
export async function letGo(vault: Vault, live: ReadonlySet<string>): Promise<void> {
  const isTight = !(await hasRoom(0));
  for (const photo of await vault.base.getAllFromIndex("photos", "state", "here")) {
    if (isTight || !live.has(photo.order)) await vault.base.delete("pictures", photo.id);
  }
}
