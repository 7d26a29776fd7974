/** A passkey of this phone that opens the lock: its PRF answers the same secret each time, to nobody but this page. */
import { random } from "./crypt";

interface Prf {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: ArrayBuffer } };
}

export interface Made {
  readonly id: ArrayBuffer;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly secret: ArrayBuffer;
}

/** Whether it is worth offering. */
export async function isLikely(): Promise<boolean> {
  if (!("PublicKeyCredential" in globalThis)) return false;
  const told = await (PublicKeyCredential as { getClientCapabilities?: () => Promise<Record<string, boolean>> }).getClientCapabilities?.();
  if (told && told["extension:prf"] === false) return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** Null where the phone's passkeys give no secret, or the person says no. */
export async function make(name: string): Promise<Made | null> {
  const salt = random(32);
  try {
    const made = (await navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { name: "nettmelding felt" },
        user: { id: random(16), name, displayName: name },
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "preferred" },
        extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
      },
    })) as PublicKeyCredential | null;
    if (!made) return null;
    const said = made.getClientExtensionResults() as Prf;
    // Some answer the secret only when asked afterwards.
    const secret = said.prf?.results?.first ?? (said.prf?.enabled ? await ask(made.rawId, salt) : null);
    return secret ? { id: made.rawId, salt, secret } : null;
  } catch {
    return null;
  }
}

/** The secret of a passkey made before; null where the person says no. */
export async function ask(id: ArrayBuffer, salt: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | null> {
  try {
    const given = (await navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [{ type: "public-key", id, transports: ["internal"] }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
      },
    })) as PublicKeyCredential | null;
    return (given?.getClientExtensionResults() as Prf | undefined)?.prf?.results?.first ?? null;
  } catch {
    return null;
  }
}
