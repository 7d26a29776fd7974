/** The app: opens the door, then shows the screen that the address names, and keeps the phone and the server in step. */
import type { App, Screen } from "./app";
import { Bar } from "./bar";
import { fetchReader } from "./barcode";
import { button, h, icon, note } from "./dom";
import { NoAnswer, Server, signInHref, type Places } from "./http";
import { newId } from "./ids";
import { register } from "./install";
import { wearLook } from "./looks";
import * as queue from "./queue";
import { heldOrder, type Held } from "./records";
import { Runner } from "./runner";
import * as store from "./store";
import type { Person } from "./types";
import { unlocked } from "./unlock";
import { Vault } from "./vault";
import { t } from "./words";
import { aboutScreen } from "./screens/about";
import { conflictScreen } from "./screens/conflict";
import { deviationScreen } from "./screens/deviation";
import { listScreen } from "./screens/list";
import { missedScreen } from "./screens/missed";
import { orderScreen, unknownScreen } from "./screens/order";
import { reportScreen } from "./screens/report";
import { settingsScreen } from "./screens/settings";
import { waitingScreen } from "./screens/waiting";

const places = JSON.parse(document.getElementById("felt-places")!.textContent!) as Places;
const main = document.getElementById("main")!;
const server = new Server(places);
/** So long nothing must have been touched before a screen changes by itself. */
const STILL_MS = 700;
/** Kept in sight above an open step; the height of the bar with a little air. */
const BEFORE_PX = 150;
const BAR_PX = 64;
const TOUCH_EVERY_MS = 30_000;

/** `#/ordre/ID/steg/STEP` and so on. */
const ORDER_SCREENS: Readonly<Record<string, (app: App, held: Held, more: string) => Promise<Screen>>> = {
  steg: orderScreen,
  om: aboutScreen,
  valg: conflictScreen,
  avvik: deviationScreen,
  bomtur: missedScreen,
  rapport: reportScreen,
};

async function screenOf(app: App): Promise<Screen> {
  const [, first = "", id = "", part = "", more = ""] = location.hash.split("/").map(decodeURIComponent);
  if (first === "ordre" && id) {
    const held = await heldOrder(app.vault, id);
    return held ? (ORDER_SCREENS[part] ?? orderScreen)(app, held, more) : unknownScreen();
  }
  if (first === "sendes") return waitingScreen(app);
  if (first === "oppsett") return settingsScreen(app);
  return listScreen(app);
}

class Stage {
  private shown: Screen | null = null;
  private address = "";
  private dock: HTMLElement | null = null;
  private drawing = Promise.resolve();
  private used = 0;
  private timer = 0;

  constructor(private readonly app: () => App) {
    addEventListener("hashchange", () => void this.draw());
    for (const event of ["pointerdown", "pointerup", "keydown"]) addEventListener(event, () => (this.used = Date.now()), { capture: true, passive: true });
  }

  /** One drawing at a time; the last asked for is what is shown. */
  draw(): Promise<void> {
    this.drawing = this.drawing.then(() => this.show());
    return this.drawing;
  }

  /** Something changed beneath. It is drawn when the fitter is not in the middle of something: a button must not go away under a thumb. */
  refresh(): void {
    clearTimeout(this.timer);
    if (this.isInUse()) this.timer = window.setTimeout(() => this.refresh(), STILL_MS);
    else void this.draw();
  }

  private isInUse(): boolean {
    const active = document.activeElement;
    const writes = active !== null && active.matches("input:not([type=radio]), textarea, select") && main.contains(active);
    const isAsked = document.querySelector("dialog[open], .shot.busy, .sign-pad, .message:not(:empty)") !== null;
    return writes || isAsked || Date.now() - this.used < STILL_MS;
  }

  /** The lists of orders and of what waits say when they were read. */
  refreshLists(): void {
    if (this.shown?.place === "list" || this.shown?.place === "waiting") this.refresh();
  }

  private async show(): Promise<void> {
    const isSame = this.address === location.hash;
    clearTimeout(this.timer);
    const screen = await screenOf(this.app());
    const isMoved = isSame && this.shown?.at !== screen.at;
    this.shown?.leave?.();
    this.shown = screen;
    this.address = location.hash;
    document.title = `${screen.title} – nettmelding`;
    const focused = isSame ? document.activeElement?.id : "";
    main.replaceChildren(...screen.main.filter((one): one is Node | string => Boolean(one)));
    const dock = screen.dock ?? placesDock(screen.place);
    this.dock?.remove();
    main.after(dock);
    this.dock = dock;
    const again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
    if (!isSame) this.arrive();
    else if (isMoved) this.reach(main.querySelector(".now"));
  }

  /** The step that is open comes in sight, the one before it too; one that is in sight already moves nothing. */
  private reach(step: Element | null): void {
    if (!step) return;
    const { top, bottom } = step.getBoundingClientRect();
    const room = innerHeight - (this.dock?.offsetHeight ?? 0);
    if (bottom <= room && top >= BEFORE_PX) return;
    scrollBy(0, bottom - top > room - BEFORE_PX ? top - BAR_PX : top - BEFORE_PX);
  }

  private arrive(): void {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    this.reach(main.querySelector(".now"));
  }
}

function placesDock(current: Screen["place"]): HTMLElement {
  const place = (name: Screen["place"], href: string, drawing: "list" | "up" | "gear", text: string): HTMLElement =>
    h("a", { href, class: "place", "aria-current": name === current && "page" }, icon(drawing), text);
  return h("nav", { class: "dock places", "aria-label": t("places") }, place("list", "#/", "list", t("orders")), place("waiting", "#/sendes", "up", t("to_send")), place("settings", "#/oppsett", "gear", t("settings")));
}

/** Who uses the phone: the server says, else who did last. Null where nobody is known. */
async function whoUses(): Promise<Person | null> {
  const last = (await store.lastPerson(places.root)) ?? null;
  if (last && !navigator.onLine) return last;
  try {
    const now = await server.who();
    if (now) await store.rememberPerson(places.root, now);
    return now ?? last;
  } catch (problem) {
    if (problem instanceof NoAnswer) return last;
    throw problem;
  }
}

function nobody(): void {
  main.replaceChildren(h("div", { class: "door" }, h("h1", {}, t("app_name")), h("p", {}, t("sign_in_first")), h("a", { class: "btn big", href: signInHref(places) }, t("sign_in"))));
}

async function prepare(vault: Vault): Promise<void> {
  if (await store.get(vault.base, "device")) return;
  const name = /Android|iPhone|iPad/.exec(navigator.userAgent)?.[0] ?? t("browser");
  await store.set(vault.base, "device", { id: newId(), name, key: null, known: false });
  await navigator.storage?.persist?.().catch(() => false);
}

function offerVersion(takeOver: () => void): void {
  document.querySelector(".version")?.remove();
  const offer = h("aside", { class: "version", "aria-label": t("new_version") }, note("info", t("new_version"), t("new_version_text"), button(t("update"), "second", takeOver)));
  document.getElementById("net")!.after(offer);
}

async function start(): Promise<void> {
  wearLook();
  void register(places.worker, places.app, offerVersion);
  const person = await whoUses();
  if (!person) return nobody();
  const base = await store.openBase(store.baseName(places.root, person), () => location.reload());
  const vault = new Vault(base);
  let runner: Runner | null = null;
  const bar = new Bar(vault, () => runner);
  void bar.draw();
  await unlocked(main, vault, person, server);
  await prepare(vault);
  const stage: Stage = new Stage(() => app);
  runner = new Runner(vault, server, person, () => {
    void bar.draw();
    if (!runner?.isRunning) stage.refreshLists();
  });
  const app: App = { vault, server, person, runner, redraw: () => stage.draw(), flash: (text) => bar.flash(text) };
  queue.onChange(() => {
    void bar.draw();
    stage.refresh();
  });
  await stage.draw();
  runner.now();
  watchUse(vault);
  setTimeout(() => void fetchReader(), 5_000);
}

/** The shortest the phone may lie before a look at it asks for the PIN: taking a photo leaves the page for a while too. */
const SHORTEST_AWAY_MS = 5 * 60_000;

/** While the app is used it stays open; put away for long, it asks for the PIN when it is looked at again. */
function watchUse(vault: Vault): void {
  let touched = 0;
  let hidden = Date.now();
  const used = (): void => {
    if (Date.now() - touched < TOUCH_EVERY_MS) return;
    touched = Date.now();
    void vault.touch();
  };
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, used, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") hidden = Date.now();
    else if (Date.now() - hidden > SHORTEST_AWAY_MS) void lockIfDue(vault);
  });
}

async function lockIfDue(vault: Vault): Promise<void> {
  if (await vault.resume()) return;
  await vault.lock();
  location.reload();
}

void start();
