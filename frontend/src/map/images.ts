/** The symbols as pictures that the map can draw, coloured as the palette says. */
import type { Map as MapLibreMap } from "maplibre-gl";
import type { Palette } from "./palette";
import { drawing } from "./symbols";

const POINTS = ["substation", "transformer", "cable_cabinet", "connection_cabinet", "pole", "customer_point"] as const;
const OTHERS = ["tick", "pin", "mark-cabinet", "mark-dot", "mark-fault", "mark-intake", "mark-meter", "mark-text"] as const;
export const IMAGES: readonly string[] = [...POINTS, ...OTHERS];
const SIDE_PX = 24;

async function picture(svg: string, ratio: number): Promise<ImageData> {
  const side = Math.round(SIDE_PX * ratio);
  const image = new Image(side, side);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d")!;
  pen.drawImage(image, 0, 0, side, side);
  return pen.getImageData(0, 0, side, side);
}

function coloured(name: string, palette: Palette): string {
  const ink = name.startsWith("mark-") || name === "pin" ? palette.mark : palette.ink;
  return drawing(name).replaceAll("var(--symbol-ink)", ink).replaceAll("var(--symbol-paper)", palette.paper);
}

/** Puts all symbols on the map, or new ones in their place. */
export async function addImages(map: MapLibreMap, palette: Palette): Promise<void> {
  const ratio = Math.min(3, Math.max(2, devicePixelRatio));
  await Promise.all(
    IMAGES.map(async (name) => {
      const image = await picture(coloured(name, palette), ratio);
      if (map.hasImage(name)) map.updateImage(name, image);
      else map.addImage(name, image, { pixelRatio: ratio });
    }),
  );
}
