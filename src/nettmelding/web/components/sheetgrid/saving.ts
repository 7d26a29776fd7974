/**
 * Changed cells go to the server in the background, each with what the page was shown before. Without network they wait
 * on the machine, also past a closed page, and are sent again.
 */
import { post, problemText } from "@lib/http";
import { Kept } from "../autosave/kept";
import type { ToldRow } from "./cells";

const QUIET_MS = 250;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
/** Cells in one request, so that none takes long. */
const MOST_CELLS = 1_500;

export interface Change {
  readonly id: string;
  readonly path: string;
  /** As typed; null gives the mother's back. */
  readonly value: string | null;
  /** What the row said itself when it was changed; null for nothing. */
  was: string | null;
}

export type SaveState = "saving" | "saved" | "offline" | "failed";

export interface Listener {
  answered(rows: readonly ToldRow[], sent: ReadonlyMap<string, Change>, waiting: ReadonlyMap<string, Change>): void;
  refused(sent: ReadonlyMap<string, Change>, why: string): void;
  state(state: SaveState, more: string): void;
  /** The columns, in the order their cells are answered. */
  readonly paths: readonly string[];
  /** What a cell without a value of its own shows. */
  inherited(path: string): string;
}

interface Answer {
  readonly rows: readonly ToldRow[];
  readonly saved_at?: string;
}

export function keyOf(id: string, path: string): string {
  return `${id} ${path}`;
}

export class Saving {
  private readonly waiting = new Map<string, Change>();
  private readonly kept: Kept;
  private timer = 0;
  private retry = FIRST_RETRY_MS;
  private sending = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener,
  ) {
    this.kept = new Kept(address);
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.soon(0);
    });
  }

  /** What could not be sent last time. */
  left(): Change[] {
    return this.kept.all().flatMap(([key, [value, was, hasValue, had]]) => {
      const [id, path] = key.split(" ");
      if (!id || !path) return [];
      return [{ id, path, value: hasValue ? (value ?? "") : null, was: had ? (was ?? "") : null }];
    });
  }

  put(changes: readonly Change[]): void {
    for (const change of changes) {
      const key = keyOf(change.id, change.path);
      const earlier = this.waiting.get(key);
      this.waiting.set(key, earlier ? { ...change, was: earlier.was } : { ...change });
    }
    this.kept.put(new Map(changes.map((one) => [keyOf(one.id, one.path), stored(this.waiting.get(keyOf(one.id, one.path)) ?? one)])));
    this.soon(QUIET_MS);
  }

  private soon(wait: number): void {
    clearTimeout(this.timer);
    if (this.waiting.size && !this.sending) this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    const sent = new Map([...this.waiting].slice(0, MOST_CELLS));
    for (const key of sent.keys()) this.waiting.delete(key);
    const changes = [...sent.values()].map(({ id, path, value, was }) => [id, path, value ?? "", was ?? this.listener.inherited(path)]);
    const body = new URLSearchParams({ changes: JSON.stringify(changes), columns: JSON.stringify(this.listener.paths) });
    this.sending = true;
    this.listener.state("saving", "");
    let again = QUIET_MS;
    try {
      const answer = await post(this.address, body);
      const text = await answer.text();
      if (answer.ok) this.succeed(JSON.parse(text) as Answer, sent);
      else if (answer.status >= 500 || answer.status === 429) again = this.later(sent);
      else this.refuse(problemText(text), sent);
    } catch {
      again = this.later(sent);
    } finally {
      this.sending = false;
      this.soon(again);
    }
  }

  private succeed(answer: Answer, sent: Map<string, Change>): void {
    this.retry = FIRST_RETRY_MS;
    this.forget(sent);
    const told = new Set(answer.rows.map((row) => row.id));
    this.listener.answered(answer.rows, sent, this.waiting);
    if ([...sent.values()].some((one) => !told.has(one.id))) location.reload();
    if (!this.waiting.size) this.listener.state("saved", answer.saved_at ?? "");
  }

  /** A cell that was changed again while it was on its way is now changed upon what the server has. */
  rebase(key: string, was: string | null): void {
    const change = this.waiting.get(key);
    if (change) change.was = was;
  }

  private later(sent: Map<string, Change>): number {
    for (const [key, change] of sent) {
      const newer = this.waiting.get(key);
      this.waiting.set(key, newer ? { ...newer, was: change.was } : change);
    }
    this.listener.state("offline", "");
    const wait = this.retry;
    this.retry = Math.min(LAST_RETRY_MS, this.retry * 2);
    return wait;
  }

  /** The server will not have them, now or later. */
  private refuse(why: string, sent: Map<string, Change>): void {
    this.forget(sent);
    this.listener.refused(sent, why);
    this.listener.state("failed", why);
  }

  private forget(sent: ReadonlyMap<string, Change>): void {
    this.kept.done(new Map([...sent].map(([key, change]) => [key, stored(change)])));
  }
}

function stored(change: Change): string[] {
  return [change.value ?? "", change.was ?? "", change.value === null ? "" : "1", change.was === null ? "" : "1"];
}
