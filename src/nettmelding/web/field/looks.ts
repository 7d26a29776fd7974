/** Light for the sun, dark for the cellar, or as the phone says. */
export const LOOKS = ["auto", "light", "dark"] as const;
const KEY = "felt look";

export function chosenLook(): string {
  const kept = localStorage.getItem(KEY) ?? "";
  return (LOOKS as readonly string[]).includes(kept) ? kept : "auto";
}

export function chooseLook(look: string): void {
  localStorage.setItem(KEY, look);
  wearLook();
}

export function wearLook(): void {
  document.documentElement.dataset["colorScheme"] = chosenLook();
}
