/** The field that a signature is drawn in: what is drawn goes with the form as strokes. Without script the name is confirmed. */
import { behave } from "@lib/behave";
import { SignaturePad } from "@web/field/sign";

behave("[data-signature]", (place) => {
  const strokes = place.querySelector<HTMLInputElement>('input[name="strokes"]');
  if (!strokes) return;
  const pad = new SignaturePad(place.dataset["label"] ?? "", [], (drawn) => {
    strokes.value = drawn.length ? JSON.stringify(drawn) : "";
  });
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "ds-button";
  clear.dataset["variant"] = "tertiary";
  clear.dataset["size"] = "sm";
  clear.textContent = place.dataset["clear"] ?? "";
  clear.addEventListener("click", () => pad.clear());
  place.append(pad.canvas, clear);
  place.hidden = false;
});
