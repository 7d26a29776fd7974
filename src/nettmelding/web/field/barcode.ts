/** Reading bar codes: by the browser where it can, else by a library that is loaded only then. */

const FORMATS = ["code_128", "itf", "code_39", "ean_13", "data_matrix", "qr_code"] as const;

export type Read = (canvas: HTMLCanvasElement) => Promise<string>;

interface Detector {
  detect(source: HTMLCanvasElement): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

async function own(): Promise<Detector | null> {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const supported = found ? await found.getSupportedFormats().catch(() => []) : [];
  const reads = supported.includes("code_128") && supported.includes("itf");
  return found && reads ? new found({ formats: FORMATS.filter((format) => supported.includes(format)) }) : null;
}

/** Errors: what an import raises where the library is not on the phone and there is no network. */
export async function reader(): Promise<Read> {
  const detector = await own();
  if (detector) return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
  const { read } = await import("@lib/barcodes");
  return (canvas) => Promise.resolve(read(canvas));
}

/** Brings the library to the phone while there is a network, so that it is there in the cellar. */
export async function fetchReader(): Promise<void> {
  if (!(await own())) await import("@lib/barcodes").catch(() => undefined);
}

/**
 * The first code in a photo, where the browser itself can read it beside its other work; empty where there is none. The
 * library would hold an old phone up for seconds, for something nobody has asked for.
 */
export async function readFrom(canvas: HTMLCanvasElement): Promise<string> {
  const detector = await own();
  return (await detector?.detect(canvas).catch(() => []))?.[0]?.rawValue ?? "";
}
