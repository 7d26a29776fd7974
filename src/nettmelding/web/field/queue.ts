/** What the fitter does becomes a numbered operation, on the phone before anything else happens. */
import { seal } from "./crypt";
import { stamp } from "./clock";
import { newId } from "./ids";
import type { PhotoRow, PictureRow } from "./store";
import type { Doing } from "./types";
import type { Vault } from "./vault";

/** What goes into the same transaction, so that a phone that dies has all of it or nothing. */
export interface Along {
  readonly photo?: { readonly row: PhotoRow; readonly whole: PictureRow; readonly thumb: PictureRow };
  readonly removesPhoto?: string;
  /** The name of a draft that is an answer now. */
  readonly draft?: string;
}

/**
 * Resolves when it is on the disk. Numbers are given in the transaction: two tabs cannot take the same.
 * Errors: QuotaExceededError where the phone is full; then nothing is written.
 */
export async function add(vault: Vault, order: string, doing: Doing, along: Along = {}): Promise<void> {
  const id = newId();
  const sealed = await seal(vault.key, { happened: stamp(), doing }, `op ${id}`);
  const tx = vault.base.transaction(["meta", "ops", "photos", "pictures", "thumbs", "drafts"], "readwrite", { durability: "strict" });
  const written = async (): Promise<void> => {
    const number = ((await tx.objectStore("meta").get("next")) as number | undefined) ?? 1;
    await tx.objectStore("ops").put({ number, id, order, isPhoto: doing.kind === "photo", sealed });
    await tx.objectStore("meta").put(number + 1, "next");
    if (along.photo) {
      await tx.objectStore("photos").put(along.photo.row);
      await tx.objectStore("pictures").put(along.photo.whole);
      await tx.objectStore("thumbs").put(along.photo.thumb);
    }
    if (along.removesPhoto) {
      for (const store of ["photos", "pictures", "thumbs"] as const) await tx.objectStore(store).delete(along.removesPhoto);
    }
    if (along.draft) await tx.objectStore("drafts").delete(`${order} ${along.draft}`);
  };
  await Promise.all([written().catch(giveUp(tx)), tx.done]);
  changed();
}

const giveUp = (tx: { abort(): void }) => (problem: unknown) => {
  try {
    tx.abort();
  } catch {
    // It has ended by itself, which is what was wanted.
  }
  throw problem;
};

/** How many things are not with the server yet, as a fitter counts them. */
export async function waiting({ base }: Pick<Vault, "base">): Promise<number> {
  const [operations, photos] = await Promise.all([base.getAll("ops"), base.countFromIndex("photos", "state", "waiting")]);
  return operations.filter((row) => !row.isPhoto).length + photos;
}

const listeners = new Set<() => void>();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("felt") : null;
channel?.addEventListener("message", () => listeners.forEach((tell) => tell()));

/** Called when something on the phone changed, in this tab or another. */
export function onChange(tell: () => void): void {
  listeners.add(tell);
}

export function changed(): void {
  channel?.postMessage("changed");
  listeners.forEach((tell) => tell());
}
