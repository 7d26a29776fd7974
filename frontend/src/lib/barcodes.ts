/** Reads bar codes in plain JavaScript; a chunk of its own, loaded when a browser has no reader itself. */
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HTMLCanvasElementLuminanceSource,
  HybridBinarizer,
  MultiFormatReader,
} from "@zxing/library";

const reader = new MultiFormatReader();
reader.setHints(
  new Map<DecodeHintType, unknown>([
    [DecodeHintType.TRY_HARDER, true],
    [
      DecodeHintType.POSSIBLE_FORMATS,
      [
        BarcodeFormat.CODE_128,
        BarcodeFormat.ITF,
        BarcodeFormat.CODE_39,
        BarcodeFormat.EAN_13,
        BarcodeFormat.DATA_MATRIX,
        BarcodeFormat.QR_CODE,
      ],
    ],
  ]),
);

/** The text of the bar code; empty where there is none, or it cannot be read. */
export function read(canvas: HTMLCanvasElement): string {
  try {
    return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(new HTMLCanvasElementLuminanceSource(canvas)))).getText();
  } catch {
    return "";
  }
}
