/** What a column holds, and how its values are typed, understood and shown. */

export interface Column {
  readonly path: string;
  readonly label: string;
  readonly kind: "text" | "longtext" | "number" | "date" | "choice" | "multi";
  readonly unit: string;
  readonly choices: readonly (readonly [code: string, label: string])[];
  readonly required: boolean;
  readonly readonly: boolean;
  /** The value rows without one of their own inherit, as it is kept, and as read. */
  readonly mothers: string;
  readonly mothersText: string;
}

/** A kept value as one would type it: a choice's label, a date as dd.mm.yyyy, a decimal comma. */
export function typedForm(column: Column, value: string): string {
  if (column.kind === "choice") return labelOf(column, value);
  if (column.kind === "multi") return parts(value).map((code) => labelOf(column, code)).join(", ");
  if (column.kind === "date") return value.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3.$2.$1");
  if (column.kind === "number") return /^-?\d+\.\d+$/.test(value) ? value.replace(".", ",") : value;
  return value;
}

/** What was typed as it is sent: a choice by its code where its label or the beginning of one fits, a date as it is kept. */
export function understood(column: Column, typed: string): string {
  const text = column.kind === "longtext" ? typed.trim() : typed.replace(/\s+/g, " ").trim();
  if (column.kind === "choice") return codeOf(column, text);
  if (column.kind === "multi") return parts(text).map((part) => codeOf(column, part)).join(",");
  if (column.kind === "date") return dateOf(text);
  return text;
}

/** A whole date as it is kept; other forms are read by the server. */
function dateOf(text: string): string {
  const match = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  return match ? `${match[3]}-${match[2]?.padStart(2, "0")}-${match[1]?.padStart(2, "0")}` : text;
}

export function parts(text: string): string[] {
  return text.split(",").map((part) => part.trim()).filter(Boolean);
}

function labelOf(column: Column, code: string): string {
  return column.choices.find(([one]) => one === code)?.[1] ?? code;
}

function codeOf(column: Column, text: string): string {
  const wanted = fold(text);
  const exact = column.choices.find(([code, label]) => fold(code) === wanted || fold(label) === wanted);
  if (exact || !wanted) return exact?.[0] ?? text;
  const begun = column.choices.filter(([, label]) => fold(label).startsWith(wanted));
  return begun.length === 1 ? (begun[0]?.[0] ?? text) : text;
}

export function fold(text: string): string {
  return text.trim().toLocaleLowerCase("nb");
}
