/** Requests to our own server. */

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Browsers let requests outlive their page only below 64 kB. */
const MOST_KEPT_ALIVE = 60_000;

export function post(address: string, body: FormData | URLSearchParams): Promise<Response> {
  return fetch(address, {
    method: "POST",
    body,
    credentials: "same-origin",
    keepalive: body instanceof URLSearchParams && body.toString().length < MOST_KEPT_ALIVE,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
}

/** The sentence of a problem document (RFC 9457), or nothing where there is none. */
export function problemText(text: string): string {
  try {
    const problem = JSON.parse(text) as { detail?: unknown };
    return typeof problem.detail === "string" ? problem.detail : "";
  } catch {
    return "";
  }
}
