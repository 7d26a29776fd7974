/** Covers faces in a picture with a broad brush. What is covered is gone: the picture is drawn anew. */
import { button, h, on } from "./dom";
import { drawn, jpeg, type Shrunk } from "./shrink";
import { t } from "./words";

const LONGEST_PX = 2048;
const THUMB_PX = 320;
/** The brush's width as a part of the picture's shorter side. */
const BROAD = 0.09;

/** Resolves null where nothing was covered. */
export async function cover(picture: Blob): Promise<Shrunk | null> {
  const bitmap = await createImageBitmap(picture);
  const canvas = drawn(bitmap, LONGEST_PX);
  bitmap.close();
  return (await brushed(canvas)) ? finished(canvas) : null;
}

async function finished(canvas: HTMLCanvasElement): Promise<Shrunk> {
  const small = await createImageBitmap(canvas);
  const thumb = drawn(small, THUMB_PX);
  small.close();
  return { whole: await jpeg(canvas), thumb: await jpeg(thumb) };
}

/** True where the person has brushed and pressed the button. */
function brushed(canvas: HTMLCanvasElement): Promise<boolean> {
  return new Promise((resolve) => {
    let isTouched = false;
    let isKept = false;
    const brush = new Brush(canvas, () => (isTouched = true));
    canvas.className = "brush-canvas";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", t("brush_here"));
    const dialog = h("dialog", { class: "whole", "aria-labelledby": "brush-title" });
    const keep = button(t("brush_keep"), "big", () => {
      isKept = isTouched;
      dialog.close();
    });
    const square = button(t("brush_centre"), "second", () => brush.dab(canvas.width / 2, canvas.height / 2));
    dialog.append(h("h2", { id: "brush-title" }, t("brush_title")), h("p", {}, t("brush_text")), canvas, square, keep, button(t("no_thanks"), "quiet", () => dialog.close()));
    on(dialog, "close", () => {
      dialog.remove();
      resolve(isKept);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

class Brush {
  private isDown = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onTouch: () => void,
  ) {
    on(canvas, "pointerdown", (event) => {
      this.isDown = true;
      canvas.setPointerCapture((event as PointerEvent).pointerId);
      this.at(event as PointerEvent);
    });
    on(canvas, "pointermove", (event) => this.isDown && this.at(event as PointerEvent));
    for (const end of ["pointerup", "pointercancel"]) on(canvas, end, () => (this.isDown = false));
  }

  dab(x: number, y: number): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.fillStyle = "#1d2b33";
    pen.beginPath();
    pen.arc(x, y, (Math.min(this.canvas.width, this.canvas.height) * BROAD) / 2, 0, 2 * Math.PI);
    pen.fill();
    this.onTouch();
  }

  private at(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    this.dab(((event.clientX - box.left) / box.width) * this.canvas.width, ((event.clientY - box.top) / box.height) * this.canvas.height);
  }
}
