/** The camera's view until it has read a bar code. */
import { reader } from "./barcode";
import { button, h, note, on } from "./dom";
import { t } from "./words";

const PAUSE_MS = 150;
const LONGEST_PX = 1600;

/** The code's text; empty where the person gives up, or there is no camera. */
export async function scan(): Promise<string> {
  const stream = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
  if (!stream) return refused(t("no_camera"));
  const video = h("video", { playsinline: true, muted: true, class: "scan-video" });
  const dialog = h("dialog", { class: "whole", "aria-labelledby": "scan-title" });
  dialog.append(h("h2", { id: "scan-title" }, t("scan_title")), video, h("p", {}, t("scan_text")), button(t("type_instead"), "second", () => dialog.close()));
  document.body.append(dialog);
  dialog.showModal();
  video.srcObject = stream;
  try {
    await video.play();
    return await firstCode(video, dialog);
  } catch {
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
    dialog.remove();
  }
}

async function firstCode(video: HTMLVideoElement, dialog: HTMLDialogElement): Promise<string> {
  let isOpen = true;
  on(dialog, "close", () => (isOpen = false));
  const read = await reader();
  while (isOpen) {
    const found = await read(frameOf(video));
    if (found) {
      navigator.vibrate?.(60);
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return "";
}

function frameOf(video: HTMLVideoElement): HTMLCanvasElement {
  const scale = Math.min(1, LONGEST_PX / Math.max(1, video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function refused(text: string): Promise<string> {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ask" });
    dialog.append(note("warn", text), button(t("understood"), "big", () => dialog.close()));
    on(dialog, "close", () => {
      dialog.remove();
      resolve("");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
