/** The phone's database: one for each person at each company. What tells of customers and work is sealed; see crypt.ts. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Sealed, Wrapped } from "./crypt";
import type { Person } from "./types";

export interface OrderRow {
  readonly id: string;
  readonly sealed: Sealed;
  readonly gone: boolean;
}

/** An operation that waits. Its number is its key: they go in that order, without a hole. */
export interface OpRow {
  readonly number: number;
  readonly id: string;
  readonly order: string;
  /** The announcement of a photo: to the fitter it and the photo's bytes are one thing. */
  readonly isPhoto: boolean;
  readonly sealed: Sealed;
}

/**
 * A photo taken here. `left`: its order was no longer this fitter's when it was announced; it stays on the phone in case the
 * planner takes it in.
 */
export interface PhotoRow {
  readonly id: string;
  readonly order: string;
  readonly step: string;
  readonly size: number;
  readonly sent: number;
  readonly state: "waiting" | "here" | "refused" | "left";
}

/** The picture itself lies apart from its row, so that counting what waits reads no pictures. */
export interface PictureRow {
  readonly id: string;
  readonly sealed: Sealed;
}

export interface FileRow {
  readonly id: string;
  readonly order: string;
  readonly type: string;
  readonly sealed: Sealed;
}

/** What the server said of an operation that was not simply done. */
export interface ToldRow {
  readonly id: string;
  readonly order: string;
  readonly outcome: "refused" | "held";
  readonly sealed: Sealed;
}

/** What is typed and not yet confirmed, so that a phone that dies loses nothing. */
export interface DraftRow {
  readonly id: string;
  readonly order: string;
  readonly sealed: Sealed;
}

export interface Device {
  readonly id: string;
  readonly name: string;
  /** What it hands in with when nobody is signed in; sealed. Null until the server has made the device known. */
  readonly key: Sealed | null;
  readonly known: boolean;
}

export interface Lock {
  readonly wrapped: Wrapped;
  /** By the secret that the server keeps for a forgotten PIN. */
  readonly recovery: Sealed;
  readonly passkey: { readonly id: ArrayBuffer; readonly salt: Uint8Array<ArrayBuffer>; readonly key: Sealed } | null;
  readonly failed: number;
  /** Milliseconds since 1970: no guess before this. */
  readonly notBefore: number;
}

/** The key while the app is unlocked; see vault.ts. */
export interface Opened {
  readonly key: CryptoKey;
  readonly until: number;
}

export interface Settings {
  /** Minutes without use until the PIN is asked for again. */
  readonly lockAfter: number;
}

export interface Clock {
  /** How far the server's clock is ahead of this one, milliseconds. */
  readonly ahead: number;
}

export interface Meta {
  device: Device;
  lock: Lock;
  opened: Opened;
  settings: Settings;
  clock: Clock;
  /** The recovery secret until the server has it, sealed by the data key. */
  recovery: Sealed;
  cursor: string;
  next: number;
  meters: Sealed;
  /** When everything was last fetched, milliseconds since 1970. */
  fetched: number;
  /** Since when nobody is signed in, milliseconds since 1970; 0 while somebody is. */
  signedOut: number;
  /** The fitter wants what is here handed in without signing in. */
  handIn: boolean;
}

interface Shape extends DBSchema {
  meta: { key: string; value: unknown };
  orders: { key: string; value: OrderRow };
  ops: { key: number; value: OpRow; indexes: { order: string } };
  photos: { key: string; value: PhotoRow; indexes: { order: string; state: string } };
  /** Whole pictures, until the server has them. */
  pictures: { key: string; value: PictureRow };
  thumbs: { key: string; value: PictureRow };
  files: { key: string; value: FileRow; indexes: { order: string } };
  told: { key: string; value: ToldRow; indexes: { order: string } };
  drafts: { key: string; value: DraftRow; indexes: { order: string } };
}

export type Base = IDBPDatabase<Shape>;

const VERSION = 1;
const BY_ORDER = ["files", "told", "drafts"] as const;

/** `onBlocked` is called when a newer version of the app wants to change the database while this one has it open. */
export function openBase(name: string, onBlocked: () => void = () => undefined): Promise<Base> {
  return openDB<Shape>(name, VERSION, {
    upgrade(base, from) {
      // One step for each version, so that a phone that was away for long catches up with its unsent work in it.
      if (from < 1) {
        base.createObjectStore("meta");
        base.createObjectStore("orders", { keyPath: "id" });
        base.createObjectStore("ops", { keyPath: "number" }).createIndex("order", "order");
        for (const store of ["pictures", "thumbs"] as const) base.createObjectStore(store, { keyPath: "id" });
        const photos = base.createObjectStore("photos", { keyPath: "id" });
        photos.createIndex("order", "order");
        photos.createIndex("state", "state");
        for (const store of BY_ORDER) base.createObjectStore(store, { keyPath: "id" }).createIndex("order", "order");
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onBlocked();
    },
  });
}

export const baseName = (root: string, person: Person): string => `felt ${root} ${person.id}`;

export async function get<K extends keyof Meta>(base: Base, key: K): Promise<Meta[K] | undefined> {
  return (await base.get("meta", key)) as Meta[K] | undefined;
}

export async function set<K extends keyof Meta>(base: Base, key: K, value: Meta[K]): Promise<void> {
  await base.put("meta", value, key);
}

/** Who used the app here last, by company: the service worker needs it too, so it lies in a database of its own. */
interface Who extends DBSchema {
  people: { key: string; value: Person };
}

async function people<T>(work: (base: IDBPDatabase<Who>) => Promise<T>): Promise<T> {
  const base = await openDB<Who>("felt", 1, { upgrade: (fresh) => void fresh.createObjectStore("people") });
  try {
    return await work(base);
  } finally {
    base.close();
  }
}

export const lastPerson = (root: string): Promise<Person | undefined> => people((base) => base.get("people", root));

export const rememberPerson = (root: string, person: Person): Promise<unknown> => people((base) => base.put("people", person, root));
