/** A photo step: one press opens the camera, and the picture is kept before anything is shown. */
import { act, confirmed, guarded, orderAddress, type App } from "../app";
import { readFrom } from "../barcode";
import { cover } from "../brush";
import * as camera from "../camera";
import { button, h, icon, note, on, say } from "../dom";
import { recognised } from "../meters";
import { picture } from "../records";
import { drawn, NotAPicture } from "../shrink";
import { photosOf } from "../steps";
import type { Order, OrderPhoto, Step } from "../types";
import { t } from "../words";
import type { Control } from "./control";

/** Large enough for a bar code, small enough for an old phone. */
const READ_PX = 1600;

export async function photoPart(app: App, order: Order, step: Step): Promise<Control> {
  const taken = photosOf(order, step.id);
  const message = h("div", { class: "message" });
  const addresses: string[] = [];
  const thumbs = await Promise.all(taken.map((photo) => thumb(app, order, photo, addresses)));
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", class: "sr-only", id: "shot" });
  const shot = h("label", { class: taken.length ? "shot more" : "shot", for: "shot" }, icon("camera"), h("span", {}, taken.length ? t("one_more_photo") : t("take_photo")));
  on(input, "change", () => void take());

  async function take(): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    shot.classList.add("busy");
    message.replaceChildren();
    try {
      if (await guarded(app, () => camera.keep(app.vault, order.id, step.id, file))) await shown(file);
    } catch (problem) {
      if (!(problem instanceof NotAPicture)) throw problem;
      wrong(t("not_a_picture"));
    } finally {
      shot.classList.remove("busy");
      input.value = "";
    }
  }

  async function shown(file: File): Promise<void> {
    app.flash(t("saved"));
    say(t("photo_saved"));
    app.runner.now();
    // The step is done now; the fitter may want one more, or cover something, before going on.
    history.replaceState(null, "", orderAddress(order.id, "steg", step.id));
    await app.redraw();
    void look(app, order, file);
  }

  function wrong(text: string): false {
    message.replaceChildren(note("bad", text));
    say(text);
    return false;
  }

  return {
    element: h("div", { class: "control" }, thumbs.length > 0 && h("ul", { class: "thumbs" }, ...thumbs), input, shot, taken.length > 0 && h("p", { class: "pale small" }, t("bystanders")), message),
    keep: () => Promise.resolve(taken.some((one) => one.state !== "refused") || wrong(t("photo_first"))),
    says: (onward) => (taken.length ? onward : t("take_photo")),
    leave: () => addresses.forEach((address) => URL.revokeObjectURL(address)),
  };
}

/** Reads a bar code in what was photographed: the wrong flat's meter is said before it is taken down. */
async function look(app: App, order: Order, file: File): Promise<void> {
  if (!order.meter) return;
  const bitmap = await createImageBitmap(file).catch(() => null);
  const verdict = bitmap && recognised(await readFrom(drawn(bitmap, READ_PX)), order);
  bitmap?.close();
  if (!verdict) return;
  say(verdict.text);
  if (verdict.tone === "good") app.flash(verdict.text);
  else await confirmed(t("wrong_meter_title"), `${verdict.text} ${t("wrong_meter_text")}`, t("understood"));
}

async function thumb(app: App, order: Order, photo: OrderPhoto, addresses: string[]): Promise<HTMLElement> {
  const small = await picture(app.vault, photo.id, "thumbs");
  const address = small ? URL.createObjectURL(small) : photo.href;
  if (small) addresses.push(address);
  const row = await app.vault.base.get("photos", photo.id);
  const refused = photo.state === "refused" || row?.state === "refused";
  const state = refused ? t("photo_refused") : row?.state === "waiting" ? t("photo_waiting") : row?.state === "left" ? t("photo_left") : t("photo_sent");
  const isWhole = (await app.vault.base.count("pictures", photo.id)) > 0;
  return h(
    "li",
    { class: refused ? "thumb bad" : "thumb" },
    address ? h("img", { src: address, alt: t("photo_of", { label: state }), loading: "lazy" }) : h("span", { class: "thumb-none" }, icon("camera")),
    h("span", { class: "thumb-state" }, state),
    h(
      "span",
      { class: "thumb-does" },
      isWhole && button([icon("erase"), t("cover")], "small", () => coverIt(app, order, photo)),
      button([icon("bin"), h("span", { class: "sr-only" }, t("delete_photo"))], "small", () => remove(app, order, photo)),
    ),
  );
}

/** The covered picture takes the other's place: the server forgets what it may have got of the first. */
async function coverIt(app: App, order: Order, photo: OrderPhoto): Promise<void> {
  const whole = await picture(app.vault, photo.id, "pictures");
  const covered = whole && (await cover(whole));
  if (!covered) return;
  const kept = await guarded(app, () => camera.keepShrunk(app.vault, order.id, photo.step, covered, new Date()));
  if (kept) await act(app, order.id, { kind: "remove_photo", data: { id: photo.id } }, { removesPhoto: photo.id });
  await app.redraw();
}

async function remove(app: App, order: Order, photo: OrderPhoto): Promise<void> {
  if (!(await confirmed(t("delete_photo_title"), t("delete_photo_text"), t("delete_photo")))) return;
  await act(app, order.id, { kind: "remove_photo", data: { id: photo.id } }, { removesPhoto: photo.id });
  await app.redraw();
}
