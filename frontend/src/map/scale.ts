/** The scale: a round length in metres, and how long that is on the screen. */
const EARTH_M = 40_075_016.7;
const ROUND = [1, 2, 5];

/** Metres to a CSS pixel at a latitude (degrees) and zoom of 512-pixel tiles. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (EARTH_M * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The largest of 1, 2, 5, 10, … that is at most so many metres. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * (ROUND.filter((one) => one * power <= most).at(-1) ?? 1);
}

export function lengthText(metres: number, words: { readonly m: string; readonly km: string }): string {
  return metres >= 1000 ? `${metres / 1000} ${words.km}` : `${metres} ${words.m}`;
}
