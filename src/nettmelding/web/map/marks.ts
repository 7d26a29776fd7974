/** The notice's own marks: drawn, moved, renamed, taken away and undone; each change is kept at once. */
import { csrfToken, problemText } from "@lib/http";
import { onMap, type Feature, type FeatureCollection, type Geometry, type GridMap, type LineString, type Position } from "@map/index";

interface Kind {
  readonly what: string;
  readonly name: string;
  readonly line: boolean;
}

interface Said {
  readonly id: string;
  readonly text: string;
}

type Mark = Feature & { readonly id: string };
const EARTH_M = 6_371_008;
const MOST_UNDONE = 50;

/** Metres along a line, near enough to draw by; the server measures what is kept. */
export function metresAlong(line: readonly Position[]): number {
  const rad = Math.PI / 180;
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const x = (b[0]! - a[0]!) * rad * Math.cos(((a[1]! + b[1]!) / 2) * rad);
    sum += Math.hypot(x, (b[1]! - a[1]!) * rad) * EARTH_M;
  }
  return sum;
}

export class Marks {
  private now: readonly Mark[];
  private base: FeatureCollection;
  private said: readonly Said[];
  private readonly kinds: readonly Kind[];
  private readonly before: (readonly Mark[])[] = [];
  private saving: Promise<void> = Promise.resolve();
  private drawing: AbortController | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly map: GridMap,
  ) {
    this.base = this.read<FeatureCollection>("chart-marks-now");
    this.said = this.read<Said[]>("chart-marks-said");
    this.kinds = this.read<Kind[]>("chart-marks-kinds");
    this.now = this.base.features as Mark[];
    this.show();
    onMap(map.element, "map:mark", (event) => this.choose(event.detail.id));
    if (root.dataset["mayMark"] === undefined) return;
    this.part("tools").hidden = false;
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("change", (event) => this.onChange(event));
  }

  private read<T>(id: string): T {
    return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(`[data-marks-${name}]`)!;
  }

  private words(name: string): string {
    return this.root.dataset[`text${name[0]!.toUpperCase()}${name.slice(1)}`] ?? "";
  }

  private nameOf(mark: Mark): string {
    return this.kinds.find(({ what }) => what === mark.properties?.["what"])?.name ?? "";
  }

  // --- What is drawn and listed ---

  private show(chosen = ""): void {
    const drawn = this.now.map((mark) => {
      const what = String(mark.properties?.["what"] ?? "");
      const length = mark.geometry.type === "LineString" ? this.metres(metresAlong(mark.geometry.coordinates)) : "";
      const text = [what === "text" ? "" : this.nameOf(mark), length, String(mark.properties?.["text"] ?? "")].filter(Boolean).join(" · ");
      return { ...mark, properties: { id: mark.id, text, symbol: ["intake", "meter", "cabinet"].includes(what) ? what : "text", chosen: mark.id === chosen } };
    });
    this.map.marksLayer({ type: "FeatureCollection", features: drawn });
    if (this.root.dataset["mayMark"] !== undefined) this.part("list").replaceChildren(...this.now.map((mark) => this.row(mark)));
    this.root.querySelector("[data-mark=undo]")?.toggleAttribute("disabled", !this.before.length);
  }

  private metres(length: number): string {
    return this.words("metres").replace("{n}", length < 10 ? length.toFixed(1).replace(".", ",") : String(Math.round(length)));
  }

  private row(mark: Mark): HTMLElement {
    const item = document.createElement("li");
    item.dataset["id"] = mark.id;
    const told = this.said.find(({ id }) => id === mark.id)?.text ?? this.nameOf(mark);
    const name = document.createElement("span");
    name.textContent = mark.geometry.type === "LineString" ? `${this.nameOf(mark)}, ${this.metres(metresAlong(mark.geometry.coordinates))}` : this.nameOf(mark);
    const note = document.createElement("input");
    note.className = "ds-input";
    note.maxLength = 200;
    note.value = String(mark.properties?.["text"] ?? "");
    note.placeholder = this.words("note");
    note.setAttribute("aria-label", `${this.words("note")}: ${told}`);
    item.append(name, note, this.deed("move", told), this.deed("remove", told));
    return item;
  }

  private deed(name: "move" | "remove", about: string): HTMLElement {
    const press = document.createElement("button");
    press.type = "button";
    press.className = "ds-link form-way";
    press.dataset["deed"] = name;
    press.textContent = this.words(name);
    press.setAttribute("aria-label", `${this.words(name)} ${about}`);
    return press;
  }

  private choose(id: string): void {
    this.show(id);
    this.part("list").querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] input`)?.focus({ preventScroll: true });
  }

  // --- What is done ---

  private onClick(event: Event): void {
    const press = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-mark], [data-deed]") : null;
    if (!press) return;
    const id = press.closest<HTMLElement>("[data-id]")?.dataset["id"] ?? "";
    const mark = this.now.find((one) => one.id === id);
    if (press.dataset["deed"] === "remove") this.change(this.now.filter((one) => one.id !== id));
    if (press.dataset["deed"] === "move" && mark) void this.draw(this.kindOf(mark), (geometry) => ({ ...mark, geometry }));
    const what = press.dataset["mark"];
    if (what === "undo") this.undo();
    else if (what === "measure") void this.measure();
    else if (what) void this.add(what);
  }

  private kindOf(mark: Mark): Kind {
    return this.kinds.find(({ what }) => what === mark.properties?.["what"])!;
  }

  private onChange(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const id = event.target.closest<HTMLElement>("[data-id]")?.dataset["id"];
    const text = event.target.value;
    this.change(this.now.map((mark) => (mark.id === id ? { ...mark, properties: { ...mark.properties, text } } : mark)));
  }

  private async add(what: string): Promise<void> {
    const kind = this.kinds.find((one) => one.what === what)!;
    const text = what === "text" ? (this.words("note") || "…") : "";
    await this.draw(kind, (geometry) => ({ type: "Feature", id: crypto.randomUUID(), geometry, properties: { what, text } }));
  }

  private async draw(kind: Kind, made: (geometry: Geometry) => Mark): Promise<void> {
    const geometry = await this.drawn(kind.line);
    if (!geometry) return;
    const mark = made(geometry);
    const others = this.now.filter((one) => one.id !== mark.id);
    this.change([...others, mark]);
    this.choose(mark.id);
  }

  private drawn(isLine: boolean): Promise<Geometry | null> {
    this.drawing?.abort();
    const { signal } = (this.drawing = new AbortController());
    this.map.element.scrollIntoView({ block: "nearest" });
    const onChange = (sofar: LineString | null): void => this.tell(sofar ? this.metres(metresAlong(sofar.coordinates)) : "");
    return isLine ? this.map.draw("line", { signal, onChange }) : this.map.draw("point", { signal });
  }

  private async measure(): Promise<void> {
    const line = (await this.drawn(true)) as LineString | null;
    this.tell(line ? this.metres(metresAlong(line.coordinates)) : "");
  }

  private undo(): void {
    const before = this.before.pop();
    if (before) this.keep(before);
  }

  private change(marks: readonly Mark[]): void {
    this.before.push(this.now);
    if (this.before.length > MOST_UNDONE) this.before.shift();
    this.keep(marks);
  }

  private tell(words: string): void {
    this.part("status").textContent = words;
  }

  /** One after the other, so that what is kept last is what is seen. */
  private keep(marks: readonly Mark[]): void {
    this.now = marks;
    this.show();
    this.tell(this.words("saves"));
    this.saving = this.saving.then(() => this.send(marks));
  }

  private async send(marks: readonly Mark[]): Promise<void> {
    const body = new URLSearchParams({ marks: JSON.stringify({ type: "FeatureCollection", features: marks }), base: JSON.stringify(this.base) });
    try {
      const answer = await fetch(this.root.dataset["marksHref"] ?? "", { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
      const text = await answer.text();
      if (!answer.ok) return this.tell(problemText(text) || this.words("failed"));
      const kept = JSON.parse(text) as { marks: FeatureCollection; said: Said[] };
      this.base = kept.marks;
      this.said = kept.said;
      if (this.now === marks) {
        this.now = kept.marks.features as Mark[];
        const typing = document.activeElement instanceof HTMLInputElement && this.root.contains(document.activeElement);
        if (!typing) this.show();
      }
      this.tell(this.words("saved"));
    } catch {
      this.tell(this.words("failed"));
    }
  }
}
