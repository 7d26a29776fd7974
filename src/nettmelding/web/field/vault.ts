/**
 * The lock before the database. It opens by PIN or passkey; the opened key (which no script can read out) stays in the
 * database for as long as the fitter has chosen, so that a phone that was put away, or that sends by itself, goes on.
 */
import * as crypt from "./crypt";
import * as store from "./store";
import type { Base } from "./store";

export const PIN_LENGTH = 6;
/** Minutes; the fitter may choose another. */
export const LOCK_AFTER = 60;
/** What the recovery secret is sealed as. */
export const RECOVERY = "recovery";
const FREE_GUESSES = 3;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export type Unlocked = { readonly ok: true } | { readonly ok: false; readonly waitMs: number };

export class Vault {
  private held: CryptoKey | null = null;

  constructor(readonly base: Base) {}

  /** The data key. Errors: Error while it is locked. */
  get key(): CryptoKey {
    if (!this.held) throw new Error("locked");
    return this.held;
  }

  get isOpen(): boolean {
    return this.held !== null;
  }

  async isNew(): Promise<boolean> {
    return (await store.get(this.base, "lock")) === undefined;
  }

  /** The first PIN makes the key. */
  async create(pin: string): Promise<void> {
    const fresh = await crypt.makeKey();
    await this.lockBy(fresh, pin, null);
    await this.hold(await crypt.closed(fresh));
  }

  /** Whether it is open still from last time. */
  async resume(): Promise<boolean> {
    const opened = await store.get(this.base, "opened");
    if (!opened || opened.until < Date.now()) return false;
    this.held = opened.key;
    return true;
  }

  /** Each wrong PIN after the third doubles the wait. Nothing is ever deleted for it. */
  async unlock(pin: string): Promise<Unlocked> {
    const lock = await this.lockRow();
    const waitMs = lock.notBefore - Date.now();
    if (waitMs > 0) return { ok: false, waitMs };
    const failed = lock.failed + 1;
    const pause = failed < FREE_GUESSES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (failed - FREE_GUESSES), LONGEST_WAIT_MS);
    // Counted before it is tried: closing the page in the middle gives no free guess.
    await store.set(this.base, "lock", { ...lock, failed, notBefore: Date.now() + pause });
    const key = await crypt.unwrapByPin(lock.wrapped, pin);
    if (!key) return { ok: false, waitMs: pause };
    await this.forgiven(lock);
    await this.hold(key);
    return { ok: true };
  }

  /** False where the old PIN is not right. */
  async changePin(old: string, fresh: string): Promise<boolean> {
    const lock = await this.lockRow();
    const key = await crypt.unwrapByPin(lock.wrapped, old, true);
    if (!key) return false;
    await this.forgiven({ ...lock, wrapped: await crypt.wrapByPin(key, fresh) });
    return true;
  }

  /** A new PIN by what the server kept for a forgotten one, which is used up. False where it opens nothing; then no PIN is asked for. */
  async recover(secret: string, newPin: () => Promise<string>): Promise<boolean> {
    const lock = await this.lockRow();
    const key = await crypt.unwrapBySecret(lock.recovery, crypt.asBytes(secret).buffer, true);
    if (!key) return false;
    await this.lockBy(key, await newPin(), lock.passkey);
    await this.hold(await crypt.closed(key));
    return true;
  }

  async passkey(): Promise<store.Lock["passkey"]> {
    return (await store.get(this.base, "lock"))?.passkey ?? null;
  }

  /** Lets a passkey's secret open the lock as well. False where the PIN is not right. */
  async addPasskey(pin: string, id: ArrayBuffer, salt: Uint8Array<ArrayBuffer>, secret: ArrayBuffer): Promise<boolean> {
    const lock = await this.lockRow();
    const key = await crypt.unwrapByPin(lock.wrapped, pin, true);
    if (!key) return false;
    await this.forgiven({ ...lock, passkey: { id, salt, key: await crypt.wrapBySecret(key, secret) } });
    return true;
  }

  async unlockBySecret(secret: ArrayBuffer): Promise<boolean> {
    const lock = await this.lockRow();
    const key = lock.passkey ? await crypt.unwrapBySecret(lock.passkey.key, secret) : null;
    if (!key) return false;
    await this.forgiven(lock);
    await this.hold(key);
    return true;
  }

  async lock(): Promise<void> {
    this.held = null; // first, so that a use just noted does not open it again
    await this.base.delete("meta", "opened");
  }

  /** Called while the app is used: the time until it locks begins again. */
  async touch(): Promise<void> {
    if (!this.held) return;
    const minutes = (await store.get(this.base, "settings"))?.lockAfter ?? LOCK_AFTER;
    if (!this.held) return;
    if (minutes > 0) await store.set(this.base, "opened", { key: this.held, until: Date.now() + minutes * 60_000 });
    else await this.base.delete("meta", "opened");
  }

  /** The lock anew, and a recovery secret that waits to be handed over. */
  private async lockBy(key: CryptoKey, pin: string, passkey: store.Lock["passkey"]): Promise<void> {
    const secret = crypt.random(32);
    const lock = {
      wrapped: await crypt.wrapByPin(key, pin),
      recovery: await crypt.wrapBySecret(key, secret.buffer),
      passkey,
      failed: 0,
      notBefore: 0,
    };
    const waits = await crypt.seal(key, crypt.asText(secret), RECOVERY);
    const tx = this.base.transaction("meta", "readwrite");
    await tx.store.put(lock, "lock");
    await tx.store.put(waits, "recovery");
    await tx.done;
  }

  private async hold(key: CryptoKey | null): Promise<void> {
    this.held = key;
    await this.touch();
  }

  private async lockRow(): Promise<store.Lock> {
    const lock = await store.get(this.base, "lock");
    if (!lock) throw new Error("no lock");
    return lock;
  }

  private forgiven(lock: store.Lock): Promise<void> {
    return store.set(this.base, "lock", { ...lock, failed: 0, notBefore: 0 });
  }
}
