/** A small picture of the place, made while there is a network, so that the map is there in the van too. */

const TILE = 256;
const ZOOM = 16;
const WIDTH = 640;
const HEIGHT = 288;

/** Null where the tiles cannot be had, or this browser cannot draw in the background. */
export async function mapPicture(tiles: string, latitude: number, longitude: number): Promise<Blob | null> {
  if (!("OffscreenCanvas" in globalThis)) return null;
  const { x, y } = placeOf(latitude, longitude);
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const left = x * TILE - WIDTH / 2;
  const top = y * TILE - HEIGHT / 2;
  try {
    for (let row = Math.floor(top / TILE); row * TILE < top + HEIGHT; row++) {
      for (let column = Math.floor(left / TILE); column * TILE < left + WIDTH; column++) {
        pen.drawImage(await tile(tiles, column, row), column * TILE - left, row * TILE - top);
      }
    }
  } catch {
    return null;
  }
  drawPin(pen);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

/** Where a place lies in the grid of tiles (Web Mercator, EPSG:3857), tiles from the north-west. */
function placeOf(latitude: number, longitude: number): { x: number; y: number } {
  const across = 2 ** ZOOM;
  const angle = (latitude * Math.PI) / 180;
  return { x: ((longitude + 180) / 360) * across, y: ((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * across };
}

async function tile(tiles: string, column: number, row: number): Promise<ImageBitmap> {
  const answer = await fetch(`${tiles}/v1/wmts/1.0.0/topo/default/webmercator/${ZOOM}/${row}/${column}.png`, { mode: "cors", credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  return createImageBitmap(await answer.blob());
}

function drawPin(pen: OffscreenCanvasRenderingContext2D): void {
  const [x, y] = [WIDTH / 2, HEIGHT / 2];
  const pin = new Path2D(`M${x} ${y}s-17-20-17-33a17 17 0 0 1 34 0c0 13-17 33-17 33z`);
  pen.fillStyle = "#0a5c67";
  pen.strokeStyle = "#fff";
  pen.lineWidth = 4;
  pen.stroke(pin);
  pen.fill(pin);
  pen.fillStyle = "#fff";
  pen.beginPath();
  pen.arc(x, y - 33, 6, 0, 2 * Math.PI);
  pen.fill();
}
