/** From a file of the camera to a photo on the phone, announced in the queue. */
import { withZone } from "./clock";
import { sealBytes } from "./crypt";
import { digest, newId } from "./ids";
import * as queue from "./queue";
import { shrink, takenAt, type Shrunk } from "./shrink";
import type { Vault } from "./vault";

/** Errors: NotAPicture, QuotaExceededError. Resolves with the photo's id when it is on the disk. */
export async function keep(vault: Vault, order: string, step: string, file: File): Promise<string> {
  const [shrunk, taken] = await Promise.all([shrink(file), takenAt(file)]);
  return keepShrunk(vault, order, step, shrunk, taken);
}

export async function keepShrunk(vault: Vault, order: string, step: string, shrunk: Shrunk, taken: Date): Promise<string> {
  const id = newId();
  const bytes = await shrunk.whole.arrayBuffer();
  const small = await shrunk.thumb.arrayBuffer();
  const announced = { id, step, taken_at: withZone(taken), size: bytes.byteLength, sha256: await digest(bytes), name: `${step}.jpg` };
  await queue.add(
    vault,
    order,
    { kind: "photo", data: announced },
    {
      photo: {
        row: { id, order, step, size: bytes.byteLength, sent: 0, state: "waiting" },
        whole: { id, sealed: await sealBytes(vault.key, bytes, `pictures ${id}`) },
        thumb: { id, sealed: await sealBytes(vault.key, small, `thumbs ${id}`) },
      },
    },
  );
  return id;
}
