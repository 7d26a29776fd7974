/** What the table says, handed in by the page in its own language. */

export type Words = Readonly<Record<string, string | undefined>>;

export function say(words: Words, name: string, values: Readonly<Record<string, string | number>> = {}): string {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
