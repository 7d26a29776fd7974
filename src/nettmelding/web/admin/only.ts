/** Shows what belongs to some choices only while one of them is chosen. Without it all is shown, with words of when it counts. */
import { behave } from "@lib/behave";

behave("[data-only-for]", (element) => {
  const form = element.closest("form");
  const values = (element.dataset["values"] ?? "").split(" ");
  const update = (): void => {
    const chosen = new FormData(form ?? undefined).get(element.dataset["onlyFor"] ?? "");
    element.hidden = !values.includes(String(chosen));
  };
  form?.addEventListener("change", update);
  update();
});
