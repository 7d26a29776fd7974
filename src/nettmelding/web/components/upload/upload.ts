/** Files dropped, chosen, pasted or photographed, each sent alone with its own bar. */
import { behave } from "@lib/behave";
import { csrfToken, problemText } from "@lib/http";
import { replaceKeepingFocus } from "@lib/dom";

class Uploader {
  private readonly progress: HTMLElement;
  private readonly template: HTMLTemplateElement;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly place: HTMLElement) {
    this.progress = place.querySelector<HTMLElement>(".upload-progress")!;
    this.template = place.querySelector("template")!;
    for (const input of place.querySelectorAll<HTMLInputElement>(".drop-input")) {
      input.addEventListener("change", (event) => {
        event.stopPropagation();
        this.take([...(input.files ?? [])]);
        input.value = "";
      });
    }
    this.listenForDrops(place.querySelector<HTMLElement>(".drop")!);
  }

  take(files: readonly File[]): void {
    for (const file of files) {
      const row = this.row(file);
      const most = Number(this.place.dataset["uploadMax"]);
      if (file.size > most) this.fail(row, this.place.dataset["tooLarge"] ?? "");
      else this.queue = this.queue.then(() => this.send(file, row));
    }
  }

  private listenForDrops(drop: HTMLElement): void {
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  private row(file: File): HTMLElement {
    const row = this.template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    row.querySelector("[data-name]")!.textContent = file.name;
    row.querySelector("[data-cancel]")!.addEventListener("click", () => {
      row.remove();
      this.progress.hidden = !this.progress.children.length;
    });
    this.progress.append(row);
    this.progress.hidden = false;
    return row;
  }

  private send(file: File, row: HTMLElement): Promise<void> {
    return new Promise((done) => {
      if (!row.isConnected) return done();
      const body = new FormData();
      body.set(this.place.dataset["uploadName"] ?? "file", file, file.name);
      const kind = this.place.dataset["uploadKind"];
      if (kind) body.set("kind", kind);
      const request = new XMLHttpRequest();
      request.open("POST", this.place.dataset["upload"] ?? "");
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("HX-Request", "true");
      const bar = row.querySelector("progress")!;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
      });
      request.upload.addEventListener("load", () => bar.removeAttribute("value"));
      request.addEventListener("load", () => {
        if (request.status >= 200 && request.status < 300) this.succeed(row, request.responseText, file.name);
        else this.fail(row, problemText(request.responseText) || this.failed());
      });
      request.addEventListener("error", () => this.fail(row, this.failed()));
      request.addEventListener("loadend", () => done());
      row.querySelector("[data-cancel]")!.addEventListener("click", () => request.abort());
      request.send(body);
    });
  }

  private succeed(row: HTMLElement, html: string, name: string): void {
    row.remove();
    this.progress.hidden = !this.progress.children.length;
    const list = document.getElementById(this.place.dataset["uploadList"] ?? "");
    if (list && html.trim()) replaceKeepingFocus(list, html);
    this.say(name);
    this.place.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
  }

  private fail(row: HTMLElement, words: string): void {
    row.classList.add("wrong");
    row.querySelector("progress")?.remove();
    const place = row.querySelector<HTMLElement>("[data-words]")!;
    place.classList.add("file-problem");
    place.textContent = words;
    this.say(words);
  }

  private failed(): string {
    return this.place.dataset["failed"] ?? "";
  }

  private say(words: string): void {
    const said = this.place.querySelector("[data-upload-said]");
    if (said) said.textContent = words;
  }
}

const uploaders: Uploader[] = [];

behave("[data-upload]", (place) => {
  uploaders.push(new Uploader(place));
});

/** A picture pasted anywhere goes to the first place for files; text pasted into a field stays text. */
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const first = uploaders[0];
  if (!files.length || !first) return;
  event.preventDefault();
  first.take(files);
});
