/**
 * The panel beside the map: a list of hits, or one object. On a narrow screen it is a sheet from below. It tells the map what it
 * covers, so that what is shown is never behind it.
 */
import htmx from "htmx.org";
import { attach } from "@lib/behave";
import { elements, isTyping } from "@lib/dom";
import type { Geometry, GridMap } from "@map/index";
import { NoAnswer, features, panel as panelOf } from "./ask";
import { Hits, PAGE, row, type Hit } from "./hits";

const NOWHERE = "00000000-0000-0000-0000-000000000000";
const UUID = /^[0-9a-f-]{36}$/;
/** A panel that covers more than this share of the map's width lies along its lower edge. */
const SHEET_SHARE = 0.7;

export class Panel {
  private readonly title: HTMLElement;
  private readonly body: HTMLElement;
  private readonly foot: HTMLElement;
  private readonly count: HTMLElement;
  private readonly back: HTMLElement;
  private readonly filter: HTMLElement;
  private readonly kind: HTMLSelectElement;
  private hits: Hits | null = null;
  private heading = "";
  /** Ids of the objects that were opened one from the other; the last one is shown. Empty while the list is. */
  private trail: string[] = [];
  private asked: AbortController | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly map: GridMap,
    private readonly objectHref: string,
    private readonly openKey: string,
  ) {
    this.title = this.part("title");
    this.body = this.part("body");
    this.foot = this.part("foot");
    this.count = this.part("count");
    this.back = this.part("back");
    this.filter = this.part("filter");
    this.kind = this.part("kind") as HTMLSelectElement;
    this.part("close").addEventListener("click", () => this.close());
    this.part("before").addEventListener("click", () => this.step(-1));
    this.part("after").addEventListener("click", () => this.step(1));
    this.back.addEventListener("click", () => this.goBack());
    this.kind.addEventListener("change", () => this.narrow());
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.body.addEventListener("pointerover", (event) => this.point(event.target));
    this.body.addEventListener("pointerleave", () => this.point(null));
    this.body.addEventListener("focusin", (event) => this.point(event.target));
    document.addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(() => this.tellWhatIsCovered()).observe(root);
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Several objects, with words above them. */
  showHits(found: readonly Hit[], heading: string): void {
    this.stop();
    this.hits = new Hits(found);
    this.heading = heading;
    this.trail = [];
    this.fillKinds(this.hits);
    this.drawList();
    this.open();
    (this.rows()[0] ?? this.root).focus({ preventScroll: true });
  }

  /** One object by itself. */
  showObject(id: string): Promise<void> {
    this.hits = null;
    this.trail = [];
    return this.load(id);
  }

  /** Words where there is nothing to show, or no answer. */
  say(words: string): void {
    this.stop();
    this.hits = null;
    this.trail = [];
    this.title.textContent = words;
    this.body.replaceChildren();
    this.drawFrame();
    this.open();
    this.root.focus({ preventScroll: true });
  }

  /** Why there was no answer, in the server's words where it has any. */
  sayWhy(problem: unknown): void {
    this.say((problem instanceof NoAnswer && problem.message) || this.words(navigator.onLine ? "failed" : "offline"));
  }

  close(): void {
    this.stop();
    this.root.hidden = true;
    this.hits = null;
    this.trail = [];
    this.remember("");
    this.map.moveAside({});
    this.map.clear();
    this.map.element.querySelector<HTMLElement>("canvas")?.focus({ preventScroll: true });
  }

  words(name: string, values: Record<string, number> = {}): string {
    const text = this.root.dataset[`text${name[0]!.toUpperCase()}${name.slice(1)}`] ?? "";
    return text.replace(/\{(\w)\}/g, (_, key: string) => String(values[key] ?? ""));
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(`[data-panel-${name}]`)!;
  }

  private stop(): void {
    this.asked?.abort();
    this.asked = null;
    this.root.removeAttribute("aria-busy");
  }

  private open(): void {
    this.root.hidden = false;
    this.tellWhatIsCovered();
  }

  private tellWhatIsCovered(): void {
    if (this.root.hidden) return;
    const own = this.root.getBoundingClientRect();
    const whole = this.map.element.getBoundingClientRect();
    const isSheet = own.width > whole.width * SHEET_SHARE;
    this.map.moveAside(isSheet ? { bottom: whole.bottom - own.top } : { right: whole.right - own.left });
  }

  private rows(): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>("[data-place]")];
  }

  private fillKinds(hits: Hits): void {
    const all = new Option(this.words("all"), "");
    const kinds = [...hits.kinds()].map(([kind, { name, count }]) => new Option(`${name} (${count})`, kind));
    this.kind.replaceChildren(all, ...kinds);
  }

  private narrow(): void {
    this.hits?.only(this.kind.value);
    this.drawList();
  }

  private drawList(): void {
    const hits = this.hits!;
    const list = document.createElement("ol");
    list.className = "chart-rows";
    list.start = hits.firstOfPage + 1;
    list.append(...hits.onPage.map((hit, place) => row(hit, hits.firstOfPage + place)));
    this.title.textContent = this.heading;
    this.body.replaceChildren(list);
    this.body.scrollTop = 0;
    this.rows().forEach((one) => (one.tabIndex = -1));
    const first = this.rows()[Math.max(hits.at, hits.firstOfPage) - hits.firstOfPage];
    if (first) first.tabIndex = 0;
    this.drawFrame();
    this.remember("");
  }

  /** What stands around the list or the object: the way back, the filter, where one is among the hits. */
  private drawFrame(): void {
    const hits = this.hits;
    const isList = this.trail.length === 0;
    this.back.hidden = isList || (!hits && this.trail.length === 1);
    this.filter.hidden = !isList || !hits || hits.kinds().size < 2;
    const hasMore = isList ? (hits?.pages ?? 0) > 1 : this.trail.length === 1 && (hits?.shown.length ?? 0) > 1;
    this.foot.hidden = !hasMore;
    if (!hits || !hasMore) return void (this.count.textContent = "");
    const n = hits.shown.length;
    this.count.textContent = isList
      ? this.words("range", { a: hits.firstOfPage + 1, b: Math.min(hits.firstOfPage + PAGE, n), n })
      : this.words("place", { a: hits.at + 1, n });
    const [isFirst, isLast] = isList ? [hits.page === 0, hits.page === hits.pages - 1] : [hits.at <= 0, hits.at === n - 1];
    this.part("before").toggleAttribute("disabled", isFirst);
    this.part("after").toggleAttribute("disabled", isLast);
  }

  /** The object under the pointer or the focus stands out on the map. */
  private point(target: EventTarget | null): void {
    if (!this.hits || this.trail.length) return;
    const place = target instanceof Element ? target.closest<HTMLElement>("[data-place]")?.dataset["place"] : undefined;
    const hit = place === undefined ? this.hits.current : this.hits.shown[Number(place)];
    this.map.highlight(hit?.id ?? null, hit?.geometry);
  }

  private onClick(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    const place = target?.closest<HTMLElement>("[data-place]")?.dataset["place"];
    if (place !== undefined && this.hits) {
      this.hits.go(Number(place));
      return void this.openCurrent();
    }
    const way = target?.closest<HTMLElement>("[data-map-path]");
    if (way) {
      event.preventDefault();
      return void this.showPath(way);
    }
    const link = target?.closest<HTMLAnchorElement>("a[href]");
    const id = link && this.idIn(link);
    if (id && event instanceof MouseEvent && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void this.load(id);
    }
  }

  /** The object a link leads to; empty for other links. */
  private idIn(link: HTMLAnchorElement): string {
    const before = this.objectHref.replace(NOWHERE, "");
    const id = link.pathname.startsWith(before) ? link.pathname.slice(before.length) : "";
    return UUID.test(id) ? id : "";
  }

  private async openCurrent(): Promise<void> {
    const hit = this.hits?.current;
    if (!hit) return;
    this.trail = [];
    await this.load(hit.id, hit);
  }

  private async load(id: string, hit?: Hit): Promise<void> {
    this.stop();
    const asked = new AbortController();
    this.asked = asked;
    this.root.setAttribute("aria-busy", "true");
    if (hit) this.map.highlight(hit.id, hit.geometry);
    try {
      const html = await panelOf(this.objectHref.replace(NOWHERE, id), asked.signal);
      if (this.asked !== asked) return;
      this.root.removeAttribute("aria-busy");
      this.trail.push(id);
      this.drawObject(html);
    } catch (problem) {
      if (!asked.signal.aborted) this.sayWhy(problem);
    }
  }

  private drawObject(html: string): void {
    const [drawn] = elements(html);
    if (!(drawn instanceof HTMLElement)) return;
    this.title.textContent = drawn.dataset["title"] ?? "";
    this.body.replaceChildren(drawn);
    this.body.scrollTop = 0;
    htmx.process(drawn);
    attach(drawn);
    this.drawFrame();
    this.open();
    const id = drawn.dataset["object"] ?? "";
    this.map.path([]);
    this.map.highlight(id, drawn.dataset["geometry"] ? (JSON.parse(drawn.dataset["geometry"]) as Geometry) : undefined);
    this.remember(id);
    this.root.focus({ preventScroll: true });
  }

  /** The way upstream, on and off. */
  private async showPath(press: HTMLElement): Promise<void> {
    const isOn = press.getAttribute("aria-pressed") === "true";
    press.setAttribute("aria-pressed", String(!isOn));
    try {
      this.map.path(isOn ? [] : await features(press.dataset["mapPath"] ?? ""));
    } catch {
      press.setAttribute("aria-pressed", "false");
    }
  }

  private goBack(): void {
    this.map.path([]);
    this.trail.pop();
    const before = this.trail.pop();
    if (before) return void this.load(before);
    if (!this.hits) return this.close();
    this.drawList();
    this.rowAt(this.hits.at)?.focus();
  }

  private rowAt(place: number): HTMLElement | undefined {
    return this.rows().find((one) => one.dataset["place"] === String(place));
  }

  /** Forrige and Neste: a page of the list, or the object before and after. */
  private step(by: number): void {
    if (!this.hits) return;
    if (this.trail.length) {
      if (this.hits.go(this.hits.at + by)) void this.openCurrent();
      return;
    }
    const page = this.hits.page + by;
    if (page >= 0 && page < this.hits.pages) this.moveTo(page * PAGE);
  }

  private moveTo(place: number): void {
    const hits = this.hits!;
    const page = hits.page;
    hits.go(place);
    if (hits.page !== page) this.drawList();
    this.rows().forEach((one) => (one.tabIndex = one.dataset["place"] === String(hits.at) ? 0 : -1));
    this.rowAt(hits.at)?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (this.root.hidden || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const isInside = event.target instanceof Node && this.root.contains(event.target);
    const isFree = isInside || event.target === document.body;
    if (event.key === "Escape" && isFree) {
      event.preventDefault();
      if (this.back.hidden) this.close();
      else this.goBack();
      return;
    }
    const hits = this.hits;
    if (!hits || this.trail.length > 1) return;
    const by = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (this.trail.length) {
      const turned = by || (isInside ? ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0) : 0);
      if (!turned) return;
      event.preventDefault();
      return this.step(turned);
    }
    const to = isInside || by ? this.placeOf(hits, event.key) : null;
    if (to === null) return;
    event.preventDefault();
    this.moveTo(to);
  }

  /** Where a key leads in the list; null for keys that lead nowhere. */
  private placeOf(hits: Hits, key: string): number | null {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["place"] : undefined;
    const at = focused === undefined ? hits.at : Number(focused);
    const last = hits.shown.length - 1;
    const places: Record<string, number> = {
      j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: last,
    };
    const to = places[key];
    return to === undefined ? null : Math.max(0, Math.min(last, to));
  }

  /** The open object stays in the address, so that the page can be loaded anew and gone back to. */
  private remember(id: string): void {
    const address = new URL(location.href);
    if (id) address.searchParams.set(this.openKey, id);
    else address.searchParams.delete(this.openKey);
    history.replaceState(history.state, "", address);
  }
}
