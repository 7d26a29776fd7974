/** The drawing chunk's door; see `index.ts`. */
import type { GridMap } from "./index";

export function build(element: HTMLElement): Promise<GridMap> {
  return Promise.reject(new Error(`${element.id}: the map is not drawn yet`));
}
