/**
 * When something happened, also on a phone whose clock is wrong. What happens is noted in the phone's own time; what is
 * sent says what that clock shows now, and the server corrects by the difference. Left is a clock that is set back or
 * put right between the two: this session's steady count tells of it.
 */

export interface Stamp {
  /** The phone's clock, milliseconds since 1970. */
  readonly wall: number;
  /** Milliseconds by a count that nobody can set, and which run of the app it belongs to. */
  readonly steady: number;
  readonly run: string;
}

/** A clock that lost more than this against the steady count was set back; sleep only makes the count lose. */
const SLACK_MS = 60_000;
/** Said to the fitter from here on. */
const WRONG_MS = 5 * 60_000;

const run = crypto.randomUUID();

export function stamp(): Stamp {
  return { wall: Date.now(), steady: performance.now(), run };
}

/** The moment by the clock as it is now, and never later than now. */
export function momentOf(noted: Stamp, now: Stamp = stamp()): Date {
  const passed = now.wall - noted.wall;
  const counted = now.steady - noted.steady;
  const wasSetBack = noted.run === now.run && passed < counted - SLACK_MS;
  return new Date(Math.min(now.wall, wasSetBack ? now.wall - counted : noted.wall));
}

/** ISO 8601 with the phone's own zone. */
export function withZone(moment: Date): string {
  const offset = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const two = (n: number): string => String(n).padStart(2, "0");
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** How far ahead the server is, from an answer's `Date` (whole seconds); null where it says nothing. */
export function aheadBy(answer: Response): number | null {
  const said = Date.parse(answer.headers.get("Date") ?? "");
  return Number.isNaN(said) ? null : said - Date.now();
}

export const isWrong = (ahead: number): boolean => Math.abs(ahead) > WRONG_MS;
