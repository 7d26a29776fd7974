/** Questions to the program about what lies on the map. */
import type { Feature, Polygon } from "@map/index";
import { csrfToken, problemText } from "@lib/http";
import { hitOf, type Hit } from "./hits";

const AT_ONCE = 100;

interface Page {
  readonly items: readonly Feature[];
  readonly next: string | null;
}

/** A refusal with its sentence; empty where nothing answered. */
export class NoAnswer extends Error {}

async function json(address: URL, options: RequestInit = {}): Promise<Page> {
  const text = await body(address, { ...options, headers: { Accept: "application/json", ...options.headers } });
  return JSON.parse(text) as Page;
}

async function body(address: URL | string, options: RequestInit): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(address, { credentials: "same-origin", ...options });
  } catch (problem) {
    if (options.signal?.aborted) throw problem;
    throw new NoAnswer("");
  }
  const text = await answer.text();
  if (!answer.ok) throw new NoAnswer(problemText(text));
  return text;
}

async function all(address: string, options: RequestInit, query: Record<string, string>): Promise<Hit[]> {
  const found: Hit[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URL(address, location.href);
    for (const [name, value] of Object.entries({ ...query, limit: String(AT_ONCE) })) asked.searchParams.set(name, value);
    if (cursor) asked.searchParams.set("cursor", cursor);
    const page: Page = await json(asked, options);
    found.push(...page.items.map(hitOf));
    cursor = page.next;
  } while (cursor);
  return found;
}

/** Objects within so many metres of a place, nearest first. Errors: NoAnswer. */
export function near(address: string, at: { lng: number; lat: number }, metres: number, signal: AbortSignal): Promise<Hit[]> {
  return all(address, { signal }, { lat: String(at.lat), lon: String(at.lng), radius: String(Math.round(metres)) });
}

/** All objects that touch an area, nearest to its middle first. Errors: NoAnswer. */
export function within(address: string, area: Polygon, notice: string, signal: AbortSignal): Promise<Hit[]> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const asked = JSON.stringify({ notice: notice || null, area, kinds: [] });
  return all(address, { method: "POST", body: asked, headers, signal }, {});
}

/** The panel of one object, as the server draws it. Errors: NoAnswer. */
export function panel(address: string, signal: AbortSignal): Promise<string> {
  return body(address, { signal, headers: { "HX-Request": "true" } });
}

/** Any GeoJSON of our own. Errors: NoAnswer. */
export async function features(address: string): Promise<Feature[]> {
  const told = JSON.parse(await body(address, { headers: { Accept: "application/json" } })) as { features?: Feature[]; items?: Feature[] };
  return told.features ?? told.items ?? [];
}
