/** The map on paper: a picture of it with the scale, north and the line that must stand there. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { csrfToken, problemText } from "@lib/http";

export interface PaperWords {
  readonly waits: string;
  readonly refused: string;
  readonly failed: string;
}

/** Asks for the line that stands on the paper; throws with the server's sentence where the map may not be printed. */
async function lineFor(address: string, duty: string, words: PaperWords): Promise<string> {
  if (!address) return duty;
  let answer: Response;
  try {
    answer = await fetch(address, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
  } catch {
    throw new Error(words.failed);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(problemText(text) || words.refused);
  return (JSON.parse(text) as { line?: string }).line ?? duty;
}

/** What stands on the screen, drawn once more and read before the browser lets it go. */
function pictureOf(map: MapLibreMap): Promise<string> {
  return new Promise((done) => {
    map.once("render", () => done(map.getCanvas().toDataURL("image/png")));
    map.triggerRepaint();
  });
}

export async function printMap(map: MapLibreMap, element: HTMLElement, scale: string, words: PaperWords): Promise<void> {
  const line = await lineFor(element.dataset["printHref"] ?? "", element.dataset["duty"] ?? "", words);
  const paper = document.createElement("figure");
  paper.className = "map-paper";
  const image = new Image();
  image.src = await pictureOf(map);
  image.alt = "";
  await image.decode();
  const told = document.createElement("figcaption");
  const credit = element.querySelector<HTMLElement>("[data-credit]");
  for (const words of [element.dataset["name"] ?? "", scale, line, credit?.hidden === false ? (credit.textContent ?? "") : ""]) {
    if (!words) continue;
    const part = document.createElement("p");
    part.textContent = words;
    told.append(part);
  }
  paper.append(image, told);
  document.body.append(paper);
  document.documentElement.dataset["printsMap"] = "";
  const away = (): void => {
    paper.remove();
    delete document.documentElement.dataset["printsMap"];
  };
  addEventListener("afterprint", away, { once: true });
  print();
}
