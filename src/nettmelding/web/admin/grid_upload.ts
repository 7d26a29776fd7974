/** Large files on their way: with a bar, and without losing what was chosen where they do not come through. */
import { behave } from "@lib/behave";
import { problemText } from "@lib/http";

const MB = 1024 * 1024;

function megabytes(bytes: number): string {
  return `${(bytes / MB).toLocaleString(document.documentElement.lang || "nb", { maximumFractionDigits: 1 })} MB`;
}

behave("form[data-grid-upload]", (place) => {
  const form = place as HTMLFormElement;
  const bar = form.querySelector<HTMLElement>("[data-grid-upload-bar]")!;
  const text = form.querySelector<HTMLElement>("[data-grid-upload-text]")!;
  const said = form.querySelector<HTMLElement>("[data-grid-upload-said]")!;
  const progress = bar.querySelector("progress")!;
  const button = form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])")!;

  const fail = (words: string): void => {
    bar.hidden = true;
    button.disabled = false;
    said.hidden = false;
    said.textContent = words || form.dataset["failed"] || "";
  };

  form.addEventListener("submit", (event) => {
    const chosen = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.length;
    if (!chosen) return; // the server says what is missing
    event.preventDefault();
    said.hidden = true;
    bar.hidden = false;
    button.disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (!lengthComputable) return;
      progress.value = (loaded / total) * 100;
      text.textContent = `${megabytes(loaded)} / ${megabytes(total)}`;
    });
    request.upload.addEventListener("load", () => progress.removeAttribute("value"));
    request.addEventListener("load", () => {
      if (request.status !== 200) return fail(problemText(request.responseText));
      location.assign((JSON.parse(request.responseText) as { href: string }).href);
    });
    request.addEventListener("error", () => fail(""));
    request.send(new FormData(form));
  });
});
