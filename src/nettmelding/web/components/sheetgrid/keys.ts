/** Which key does what, while no cell is being edited. */

export type Command =
  | "up" | "down" | "left" | "right" | "edge-up" | "edge-down" | "edge-left" | "edge-right"
  | "row-start" | "row-end" | "first" | "last" | "page-up" | "page-down"
  | "next" | "previous" | "edit" | "empty" | "fill" | "undo" | "redo" | "all" | "column" | "tick" | "leave" | "tick-range";

interface Key {
  readonly command: Command;
  /** With Shift it stretches the selection rather than moving. */
  readonly stretches?: boolean;
}

const KEYS: Readonly<Record<string, Key>> = {
  ArrowUp: { command: "up", stretches: true },
  ArrowDown: { command: "down", stretches: true },
  ArrowLeft: { command: "left", stretches: true },
  ArrowRight: { command: "right", stretches: true },
  "Ctrl+ArrowUp": { command: "edge-up", stretches: true },
  "Ctrl+ArrowDown": { command: "edge-down", stretches: true },
  "Ctrl+ArrowLeft": { command: "edge-left", stretches: true },
  "Ctrl+ArrowRight": { command: "edge-right", stretches: true },
  Home: { command: "row-start", stretches: true },
  End: { command: "row-end", stretches: true },
  "Ctrl+Home": { command: "first", stretches: true },
  "Ctrl+End": { command: "last", stretches: true },
  PageUp: { command: "page-up", stretches: true },
  PageDown: { command: "page-down", stretches: true },
  Tab: { command: "next" },
  "Shift+Tab": { command: "previous" },
  Enter: { command: "edit" },
  "Shift+Enter": { command: "up" },
  F2: { command: "edit" },
  Delete: { command: "empty" },
  Backspace: { command: "empty" },
  "Ctrl+d": { command: "fill" },
  "Ctrl+z": { command: "undo" },
  "Ctrl+y": { command: "redo" },
  "Ctrl+Shift+z": { command: "redo" },
  "Ctrl+a": { command: "all" },
  "Ctrl+ ": { command: "column" },
  " ": { command: "tick" },
  "Shift+ ": { command: "tick-range" },
  Escape: { command: "leave" },
};

export function commandFor(event: KeyboardEvent): { command: Command; stretch: boolean } | null {
  if (event.altKey) return null;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const exact = KEYS[`${control}${event.shiftKey ? "Shift+" : ""}${key}`];
  if (exact) return { command: exact.command, stretch: false };
  const plain = event.shiftKey ? KEYS[control + key] : undefined;
  return plain?.stretches ? { command: plain.command, stretch: true } : null;
}

/** Whether the key writes something, and so begins an edit. */
export function isWriting(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}
