/** A photo step: one press opens the camera, and the picture is kept before anything is shown. */
import { act, confirmed, guarded, orderAddress, tell, type App } from "../app";
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

/** So many are shown at first. */
const SHOWN = 12;

export async function photoPart(app: App, order: Order, step: Step): Promise<Control> {
  const taken = photosOf(order, step.id);
  const message = h("div", { class: "message" });
  const addresses: string[] = [];
  const shot = h("label", { class: taken.length ? "shot more" : "shot", for: "shot" }, icon("camera"), h("span", {}, taken.length ? t("one_more_photo") : t("take_photo")));
  const stored = h("label", { class: "btn quiet", for: "stored" }, t("stored_photos"));

  async function take(files: Chosen): Promise<void> {
    shot.classList.add("busy");
    message.replaceChildren();
    const others: string[] = [];
    let kept = 0;
    for (const [place, file] of files.entries()) {
      if (files.length > 1) app.flash(t("photo_of_many", { n: place + 1, of: files.length }));
      const outcome = await keepOne(app, order.id, step.id, file);
      if (outcome === "full") break;
      if (outcome === "no picture") others.push(file.name);
      else kept += 1;
    }
    shot.classList.remove("busy");
    if (!kept && files.length === 1 && others.length) return void wrong(t("not_a_picture"));
    if (kept) await shown(kept);
    if (others.length) tell(t("not_pictures", { n: others.length }), others.join(", "));
    else if (files.length === 1) void look(app, order, files[0]);
  }

  async function shown(kept: number): Promise<void> {
    app.flash(t("saved"));
    say(t("photo_saved", { n: kept }));
    app.runner.now();
    // The step is done now; the fitter may want one more, or cover something, before going on.
    history.replaceState(null, "", orderAddress(order.id, "steg", step.id));
    await app.redraw();
  }

  function wrong(text: string): false {
    message.replaceChildren(note("bad", text));
    say(text);
    return false;
  }

  return {
    element: h(
      "div",
      { class: "control" },
      await thumbs(app, order, taken, addresses),
      chooser({ id: "shot", capture: "environment" }, take),
      shot,
      chooser({ id: "stored", multiple: true }, take),
      stored,
      taken.length > 0 && h("p", { class: "pale small" }, t("bystanders")),
      message,
    ),
    keep: () => Promise.resolve(taken.some((one) => one.state !== "refused") || wrong(t("photo_first"))),
    says: (onward) => (taken.length ? onward : t("take_photo")),
    leave: () => addresses.forEach((address) => URL.revokeObjectURL(address)),
  };
}

/** One file at least. */
export type Chosen = readonly [File, ...File[]];

/** A field for pictures, behind the label that is pressed. */
export function chooser(how: Readonly<Record<string, string | boolean>>, take: (files: Chosen) => Promise<void>): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", class: "sr-only", ...how });
  return on(input, "change", () => {
    const [first, ...more] = input.files ?? [];
    input.value = "";
    if (first) void take([first, ...more]);
  });
}

/** The photo's id where it is on the disk; a full phone is said here. */
export async function keepOne(app: App, order: string, step: string, file: File): Promise<{ readonly id: string } | "full" | "no picture"> {
  let id = "";
  try {
    const isKept = await guarded(app, async () => {
      id = await camera.keep(app.vault, order, step, file);
    });
    return isKept ? { id } : "full";
  } catch (problem) {
    if (problem instanceof NotAPicture) return "no picture";
    throw problem;
  }
}

/** The last ones, and the others at a press: a phone need not open hundreds to show that they are there. */
async function thumbs(app: App, order: Order, taken: readonly OrderPhoto[], addresses: string[]): Promise<HTMLElement | null> {
  if (!taken.length) return null;
  const drawnOf = (some: readonly OrderPhoto[]): Promise<HTMLElement[]> => Promise.all(some.map((photo) => thumb(app, order, photo, addresses)));
  const earlier = taken.slice(0, -SHOWN);
  const list = h("ul", { class: "thumbs" }, ...(await drawnOf(taken.slice(-SHOWN))));
  if (!earlier.length) return list;
  const all = button(t("all_photos", { n: taken.length }), "second", async () => {
    list.prepend(...(await drawnOf(earlier)));
    all.remove();
  });
  return h("div", { class: "control" }, all, list);
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
