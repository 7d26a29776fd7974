/** The photos' bytes, in pieces that go on where they stopped (tus 1.0). */
import { openBytes } from "./crypt";
import { NoAnswer, type Server } from "./http";
import { hasRoom } from "./pull";
import { keyHeader } from "./push";
import type { PhotoRow } from "./store";
import type { Vault } from "./vault";
import { changed } from "./queue";

const PIECE = 512 * 1024;

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

type Ended = Exclude<PhotoRow["state"], "waiting">;
/** What ends it besides the last piece: it is no picture, or the server has forgotten it. */
const ENDED: Readonly<Record<number, Ended>> = { 422: "refused", 404: "left" };
const ANOTHER_IS_NEXT = 409;

async function sendPhoto(vault: Vault, server: Server, photo: PhotoRow, headers: Record<string, string>): Promise<void> {
  const kept = await vault.base.get("pictures", photo.id);
  if (!kept) return settle(vault, photo, "refused");
  const bytes = await openBytes(vault.key, kept.sealed, `pictures ${photo.id}`);
  let [offset, asks] = [0, photo.sent > 0];
  while (offset < bytes.byteLength) {
    const answer = asks ? await server.ask(`photos/${photo.id}`, { method: "HEAD", headers }) : await sendPiece(server, photo.id, bytes, offset, headers);
    const ended = ENDED[answer.status];
    if (ended) return settle(vault, photo, ended);
    asks = answer.status === ANOTHER_IS_NEXT;
    if (asks) continue;
    if (!answer.ok) return; // signed out: it waits
    offset = offsetOf(answer);
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

async function settle(vault: Vault, photo: PhotoRow, state: Ended): Promise<void> {
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
