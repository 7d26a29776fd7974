/** The bar code on a meter, by the phone's camera or from a photo. What is read is put into the search field and searched for. */
import { behave } from "@lib/behave";

const FORMATS = ["code_128", "itf", "code_39", "ean_13", "data_matrix", "qr_code"] as const;
const PAUSE_MS = 150;
const LARGEST_PX = 1600;

type Read = (canvas: HTMLCanvasElement) => Promise<string>;

interface Detector {
  detect(source: HTMLCanvasElement): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own reader where it reads what meters have, else a library that is loaded only now. */
async function reader(): Promise<Read> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const supported = own ? await own.getSupportedFormats().catch(() => []) : [];
  if (own && supported.includes("code_128") && supported.includes("itf")) {
    const detector = new own({ formats: FORMATS.filter((format) => supported.includes(format)) });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
  }
  const { read } = await import("@lib/barcodes");
  return (canvas) => Promise.resolve(read(canvas));
}

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const scale = Math.min(1, LARGEST_PX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

class Camera {
  private stream: MediaStream | null = null;
  private readonly said: HTMLElement;
  private readonly video: HTMLVideoElement;
  private readonly dialog: HTMLDialogElement;
  private readonly field: HTMLInputElement;

  constructor(private readonly place: HTMLElement) {
    this.said = document.querySelector<HTMLElement>("[data-camera-said]")!;
    this.video = document.querySelector<HTMLVideoElement>("[data-camera-video]")!;
    this.dialog = this.video.closest("dialog")!;
    this.field = document.querySelector<HTMLInputElement>("[data-find]")!;
    this.place.hidden = false;
    const open = this.place.querySelector<HTMLElement>("[data-camera-open]")!;
    open.hidden = !("mediaDevices" in navigator);
    open.addEventListener("click", () => void this.film());
    this.dialog.addEventListener("close", () => this.stop());
    const photo = this.place.querySelector<HTMLInputElement>("[data-camera-photo]")!;
    photo.addEventListener("change", () => {
      const file = photo.files?.[0];
      photo.value = "";
      if (file) void this.photographed(file);
    });
  }

  private async film(): Promise<void> {
    this.say("");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.say("denied");
      return;
    }
    this.video.srcObject = this.stream;
    this.dialog.showModal();
    await this.video.play();
    const read = await reader();
    while (this.stream) {
      const found = await read(drawn(this.video, this.video.videoWidth, this.video.videoHeight));
      if (found && this.stream) {
        this.dialog.close();
        this.use(found);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async photographed(file: File): Promise<void> {
    this.say("");
    const picture = await createImageBitmap(file).catch(() => null);
    const found = picture ? await (await reader())(drawn(picture, picture.width, picture.height)) : "";
    if (found) this.use(found);
    else this.say("none");
  }

  private use(found: string): void {
    this.say("read", found);
    this.field.value = found;
    const form = this.field.form;
    form?.requestSubmit(form.querySelector<HTMLButtonElement>("button:not([name])"));
  }

  private stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  private say(what: string, more = ""): void {
    const key = `text${what.charAt(0).toUpperCase()}${what.slice(1)}`;
    this.said.textContent = what ? `${this.place.dataset[key] ?? ""} ${more}`.trim() : "";
  }
}

behave("[data-camera]", (place) => {
  new Camera(place);
});
