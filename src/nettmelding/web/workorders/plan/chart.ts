/** The planner's map: the orders of the day, drawn by a chunk that only this page loads. */
import { attach, behave } from "@lib/behave";
import type { Places } from "@map/orders";

behave("[data-plan-map]", (place) => {
  const told = JSON.parse(document.getElementById("plan-steder")?.textContent ?? "{}") as Places;
  import("@map/orders")
    .then(({ draw }) => draw(place, told))
    .catch(() => {
      place.textContent = place.dataset["fails"] ?? "";
    });
});
attach(document);
