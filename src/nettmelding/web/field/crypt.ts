/**
 * What lies on the phone lies sealed: AES-GCM with a key of the device that never leaves it. The key itself is kept
 * wrapped, by the PIN or by a passkey's secret, and is not extractable once it is in use.
 */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** The data key as it is kept. `salt` and `rounds` are the PIN's. */
export interface Wrapped {
  readonly key: Sealed;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
}

/** OWASP's least for PBKDF2 with SHA-256. */
export const ROUNDS = 600_000;
const IV_BYTES = 12;
const SALT_BYTES = 16;
const AES = { name: "AES-GCM", length: 256 } as const;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export const random = (size: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(size));

/** `about` says what is sealed; it opens as nothing else, so that rows cannot be swapped. */
export async function sealBytes(key: CryptoKey, bytes: ArrayBuffer, about: string): Promise<Sealed> {
  const iv = random(IV_BYTES);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(about) }, key, bytes) };
}

/** Errors: OperationError where the key is another, or something was changed. */
export function openBytes(key: CryptoKey, sealed: Sealed, about: string): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: bytesOf(about) }, key, sealed.data);
}

export function seal(key: CryptoKey, value: unknown, about: string): Promise<Sealed> {
  return sealBytes(key, bytesOf(JSON.stringify(value)).buffer, about);
}

export async function open<T>(key: CryptoKey, sealed: Sealed, about: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, sealed, about))) as T;
}

/** A new data key, still extractable so that it can be wrapped. Let go of it as soon as it is. */
export function makeKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
}

/** The same key, no longer extractable. */
export async function closed(key: CryptoKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", key), AES, false, ["encrypt", "decrypt"]);
}

export async function wrapByPin(key: CryptoKey, pin: string): Promise<Wrapped> {
  const salt = random(SALT_BYTES);
  return { key: await wrap(key, await fromPin(pin, salt, ROUNDS)), salt, rounds: ROUNDS };
}

/** Null where the PIN is not right. */
export async function unwrapByPin(kept: Wrapped, pin: string, extractable = false): Promise<CryptoKey | null> {
  return unwrap(kept.key, await fromPin(pin, kept.salt, kept.rounds), extractable);
}

export async function wrapBySecret(key: CryptoKey, secret: ArrayBuffer): Promise<Sealed> {
  return wrap(key, await fromSecret(secret));
}

export async function unwrapBySecret(kept: Sealed, secret: ArrayBuffer, extractable = false): Promise<CryptoKey | null> {
  return unwrap(kept, await fromSecret(secret), extractable);
}

/** Bytes as text for the wire, base64url, and back. */
export const asText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export const asBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

async function fromPin(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", bytesOf(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, AES, false, ["wrapKey", "unwrapKey"]);
}

async function fromSecret(secret: ArrayBuffer): Promise<CryptoKey> {
  const raw = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytesOf("nettmelding felt") };
  return crypto.subtle.deriveKey(how, raw, AES, false, ["wrapKey", "unwrapKey"]);
}

async function wrap(key: CryptoKey, by: CryptoKey): Promise<Sealed> {
  const iv = random(IV_BYTES);
  return { iv, data: await crypto.subtle.wrapKey("raw", key, by, { name: "AES-GCM", iv }) };
}

async function unwrap(kept: Sealed, by: CryptoKey, extractable: boolean): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.unwrapKey("raw", kept.data, by, { name: "AES-GCM", iv: kept.iv }, AES, extractable, [
      "encrypt",
      "decrypt",
    ]);
  } catch {
    return null;
  }
}
