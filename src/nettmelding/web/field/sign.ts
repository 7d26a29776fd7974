/** A signature drawn with the finger, kept as strokes in a frame 1000 wide: small, sharp at any size. */
import { h } from "./dom";

export type Stroke = [number, number][];

const WIDTH = 1000;
const HEIGHT = 400;
/** Points nearer to each other than this are one. */
const APART = 4;

export class SignaturePad {
  readonly canvas: HTMLCanvasElement;
  readonly strokes: Stroke[];
  private current: Stroke | null = null;

  constructor(
    label: string,
    begun: readonly Stroke[],
    private readonly onChange: (strokes: readonly Stroke[]) => void,
  ) {
    this.strokes = begun.map((stroke) => [...stroke]);
    this.canvas = h("canvas", { class: "sign-pad", width: WIDTH, height: HEIGHT, role: "img", "aria-label": label });
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
    requestAnimationFrame(() => this.draw());
  }

  clear(): void {
    this.strokes.length = 0;
    this.draw();
    this.onChange(this.strokes);
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.current = [this.at(event)];
    this.strokes.push(this.current);
    this.draw();
  }

  private move(event: PointerEvent): void {
    if (!this.current) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) {
      const [x, y] = this.at(one);
      const [lastX, lastY] = this.current.at(-1)!;
      if (Math.hypot(x - lastX, y - lastY) >= APART) this.current.push([x, y]);
    }
    this.draw();
  }

  private end(): void {
    if (!this.current) return;
    this.current = null;
    this.onChange(this.strokes);
  }

  private at(event: PointerEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect();
    const inside = (n: number, most: number): number => Math.round(Math.min(most, Math.max(0, n)));
    return [
      inside(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      inside(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.strokeStyle = getComputedStyle(this.canvas).color;
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of this.strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      const [x, y] = stroke[0]!;
      if (stroke.length === 1) pen.lineTo(x + 0.1, y);
      pen.stroke();
    }
  }
}
