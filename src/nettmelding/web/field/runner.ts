/** When to talk to the server: at once when something was done or a signal came, else again and again with growing pauses. */
import type { Server } from "./http";
import { sync, type Run } from "./sync";
import type { Person } from "./types";
import type { Vault } from "./vault";

const FIRST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** With everything sent, what is new is asked for so often. */
const LOOK_AGAIN_MS = 60_000;

interface BackgroundSync {
  readonly sync?: { register(tag: string): Promise<void> };
}

export class Runner {
  last: Run | null = null;
  isRunning = false;
  private timer = 0;
  private pause = FIRST_PAUSE_MS;
  private again = false;

  constructor(
    private readonly vault: Vault,
    private readonly server: Server,
    private readonly person: Person,
    private readonly onRun: () => void,
  ) {
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.now();
      else void this.leaveToWorker();
    });
    navigator.serviceWorker?.addEventListener("message", (event) => {
      if (event.data === "sync") this.now();
    });
  }

  /** Now, or once more as soon as the one under way is done. */
  now(): void {
    this.pause = FIRST_PAUSE_MS;
    if (this.isRunning) this.again = true;
    else void this.run();
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.isRunning = true;
    this.onRun();
    try {
      this.last = await sync(this.vault, this.server, this.person);
    } catch (problem) {
      console.error(problem);
      this.last = { outcome: "no_answer", message: "" };
    }
    this.isRunning = false;
    this.onRun();
    if (this.again) {
      this.again = false;
      return this.run();
    }
    this.timer = window.setTimeout(() => void this.run(), this.nextPause());
  }

  private nextPause(): number {
    if (this.last?.outcome === "done") return LOOK_AGAIN_MS;
    const spread = 0.75 + Math.random() / 2;
    const pause = this.pause * spread;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    return pause;
  }

  /** The app is put away: where there is Background Sync, the browser sends when a signal comes. */
  private async leaveToWorker(): Promise<void> {
    const worker = (await navigator.serviceWorker?.getRegistration()) as (ServiceWorkerRegistration & BackgroundSync) | undefined;
    await worker?.sync?.register("felt").catch(() => undefined);
  }
}
