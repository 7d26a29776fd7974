/** A photo made small enough to go over a poor network. It is drawn anew, so nothing of where it was taken is left in it. */

const LONGEST_PX = 2048;
const THUMB_PX = 320;
const QUALITY = 0.82;
const THUMB_QUALITY = 0.7;

export interface Shrunk {
  readonly whole: Blob;
  readonly thumb: Blob;
}

/** Errors: NotAPicture where the browser cannot draw the file. */
export class NotAPicture extends Error {}

export async function shrink(file: Blob): Promise<Shrunk> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotAPicture();
  });
  try {
    const whole = drawn(picture, LONGEST_PX);
    return { whole: await jpeg(whole, QUALITY), thumb: await jpeg(drawn(picture, THUMB_PX), THUMB_QUALITY) };
  } finally {
    picture.close();
  }
}

export function drawn(picture: ImageBitmap, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function jpeg(canvas: HTMLCanvasElement, quality: number = QUALITY): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new NotAPicture())), "image/jpeg", quality);
  });
}

/** A picture older than this was chosen among old ones rather than taken now; its own time is kept all the same. */
const FUTURE_MS = 60_000;

/** When the picture was taken: what the camera wrote into it (Exif 36867), else when the file was made. */
export async function takenAt(file: File): Promise<Date> {
  const written = exifTime(new DataView(await file.slice(0, 128 * 1024).arrayBuffer()));
  const made = written ?? new Date(file.lastModified || Date.now());
  return made.getTime() > Date.now() + FUTURE_MS ? new Date() : made;
}

const TAKEN = /(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/;

/** `2026:11:29 12:00:00` in the first segment of Exif: all cameras write it as plain text, so the tags need not be walked. */
function exifTime(view: DataView): Date | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  const text = new TextDecoder("latin1").decode(view);
  const found = text.includes("Exif\0\0") ? TAKEN.exec(text) : null;
  if (!found) return null;
  const [year, month, date, hour, minute, second] = found.slice(1).map(Number) as [number, number, number, number, number, number];
  return new Date(year, month - 1, date, hour, minute, second);
}
