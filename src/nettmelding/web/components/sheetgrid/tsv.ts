/** Cells as a spreadsheet puts them on the clipboard: tabs between, a line a row, quotes around what holds either. */

const FORMULA = /^[=+\-@]/;
const NUMBER = /^[+-]?[\d\s.,]+$/;

export function write(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join("\t")).join("\r\n");
}

/** What a spreadsheet would take for a formula gets the apostrophe that makes it text. */
function quoted(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function read(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    const value = match[1]?.replaceAll('""', '"') ?? match[2] ?? "";
    rows.at(-1)?.push(value.replace(/^'(?=[=+\-@])/, ""));
    if (match[3] === "") break;
    if (match[3] !== "\t") rows.push([]);
  }
  const last = rows.at(-1);
  if (rows.length > 1 && (!last?.length || (last.length === 1 && last[0] === ""))) rows.pop();
  return rows;
}
