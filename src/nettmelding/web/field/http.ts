/** Requests to the server, and what their answers mean for the app. */
import { aheadBy } from "./clock";
import type { Person } from "./types";

export interface Places {
  /** `/`, or `/som/COMPANY/`. */
  readonly root: string;
  readonly app: string;
  readonly who: string;
  /** With the device's id after it. */
  readonly recovery: string;
  readonly worker: string;
  readonly api: string;
  readonly sign_in: string;
  readonly tiles: string;
}

/** No answer: no network, or a server that is down. It is tried again. */
export class NoAnswer extends Error {}

/** The server refuses for good; `message` is its own sentence. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Where one signs in, to come back to a screen of the app. */
export const signInHref = ({ sign_in, app }: Places, screen = ""): string => `${sign_in}?next=${encodeURIComponent(app + screen)}`;

const PATIENCE_MS = 60_000;

export class Server {
  private csrf = "";
  /** How far its clock is ahead, as last heard. */
  ahead: number | null = null;

  constructor(readonly places: Places) {}

  /** Who is signed in; null for nobody. Errors: NoAnswer. */
  async who(): Promise<Person | null> {
    const answer = await this.fetch(this.places.who, {});
    if (answer.status === 401 || answer.status === 409) return null;
    const { csrf, ...person } = (await this.read(answer)) as Person & { csrf: string };
    this.csrf = csrf;
    return person;
  }

  /** The device's recovery secret, or where the person first shows that it is them; null where there is none. Errors: NoAnswer. */
  async recovery(device: string): Promise<{ readonly secret: string } | { readonly confirm: string } | null> {
    const answer = await this.fetch(`${this.places.recovery}/${device}`, {});
    if (answer.status === 401 || answer.status === 409) return { confirm: signInHref(this.places, "#/glemt") };
    const said = (await answer.json().catch(() => null)) as { recovery?: string; confirm?: string } | null;
    if (said?.confirm) return { confirm: said.confirm };
    return answer.ok && said?.recovery ? { secret: said.recovery } : null;
  }

  async json<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, "Content-Type": "application/json" } };
    return (await this.read(await this.ask(path, { method, headers, ...sent }))) as T;
  }

  /** An answer of whatever status below 500. Errors: NoAnswer. */
  ask(path: string, how: RequestInit): Promise<Response> {
    const address = path.startsWith("/") ? this.whole(path) : `${this.places.api}/${path}`;
    const headers = { Accept: "application/json", "X-CSRFToken": this.csrf, ...(how.headers as Record<string, string>) };
    return this.fetch(address, { ...how, headers });
  }

  /** An address of the API with the company in front, where the page has one. */
  private whole(path: string): string {
    return path.startsWith("/api/") ? this.places.root + path.slice(1) : path;
  }

  private async fetch(address: string, how: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(address, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...how,
      });
    } catch {
      throw new NoAnswer();
    }
    this.ahead = aheadBy(answer) ?? this.ahead;
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new NoAnswer();
    return answer;
  }

  private async read(answer: Response): Promise<unknown> {
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok) return body;
    const said = body as { detail?: unknown } | null;
    throw new Refusal(answer.status, typeof said?.detail === "string" ? said.detail : "");
  }
}
