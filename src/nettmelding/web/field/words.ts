/** The app's texts in the person's language, as the page brought them, and how values are written. */

const page = "document" in globalThis ? document : null;
const texts = JSON.parse(page?.getElementById("felt-texts")?.textContent ?? "{}") as Record<string, string>;
const language = page?.documentElement.lang || "nb";
const LOCALE = language === "en" ? "en-GB" : language === "nn" ? "nn-NO" : "nb-NO";

/** `t("step_of", { n: 3 })`. `n` of 1 takes the text called `…_one` where there is one. */
export function t(name: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = (values["n"] === 1 ? texts[`${name}_one`] : undefined) ?? texts[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (all, key: string) => String(values[key] ?? all));
}

/** `08.34`, as Norwegians write it. */
export function time(at: string | Date): string {
  const text = new Date(at).toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit" });
  return language === "en" ? text : text.replace(":", ".");
}

export const day = (at: string | Date): string =>
  new Date(at).toLocaleDateString(LOCALE, { weekday: "long", day: "numeric", month: "long" });

export const shortDay = (at: string | Date): string =>
  new Date(at).toLocaleDateString(LOCALE, { weekday: "short", day: "numeric", month: "short" });

export function number(value: number, decimals = 3): string {
  return value.toLocaleString(LOCALE, { maximumFractionDigits: decimals });
}

/** What a person typed as a number: comma or point, spaces between thousands. NaN where it is none. */
export function typedNumber(text: string): number {
  const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

export function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${number(bytes / 1024 / 1024, 1)} MB`;
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For the middle of a sentence: `OV`, `L1` and such keep their letters. */
export function lowered(text: string): string {
  return /^.[a-zæøå ]/.test(text) ? text.charAt(0).toLocaleLowerCase() + text.slice(1) : text;
}
