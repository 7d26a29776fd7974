/** Passkeys: the browser's own ceremony, its answer posted by the form it began in. Options stand as JSON in the page, or are asked for. */
import { behave } from "@lib/behave";

interface Creating {
  readonly creation_options: { readonly publicKey: PublicKeyCredentialCreationOptionsJSON };
}

interface Asking {
  readonly request_options: { readonly publicKey: PublicKeyCredentialRequestOptionsJSON };
}

const KINDS_THAT_CREATE = new Set<string | undefined>(["create", "join"]);

behave("form[data-passkey]", (element) => {
  const form = element as HTMLFormElement;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (answerOf(form).value !== "") return;
    event.preventDefault();
    void begin(form);
  });
});

async function begin(form: HTMLFormElement): Promise<void> {
  if (!("PublicKeyCredential" in window) || typeof PublicKeyCredential.parseRequestOptionsFromJSON !== "function") {
    say(form, form.dataset["passkeyMissing"]);
    return;
  }
  say(form, "");
  try {
    const credential = KINDS_THAT_CREATE.has(form.dataset["passkey"]) ? await create(form) : await ask(form);
    if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
    answerOf(form).value = JSON.stringify(credential.toJSON());
    form.requestSubmit();
  } catch {
    say(form, form.dataset["passkeyFailed"]);
  }
}

async function create(form: HTMLFormElement): Promise<Credential | null> {
  const offered = form.dataset["passkey"] === "join" ? await fetched(form.action) : kept();
  const { creation_options: options } = offered as Creating;
  return navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey),
  });
}

async function ask(form: HTMLFormElement): Promise<Credential | null> {
  const asked = form.dataset["passkey"] === "login" ? await fetched(form.action) : kept();
  const { request_options: options } = asked as Asking;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
}

async function fetched(address: string): Promise<unknown> {
  const answer = await fetch(address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function kept(): unknown {
  return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}");
}

function answerOf(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem("credential") as HTMLInputElement;
}

function say(form: HTMLFormElement, text: string | undefined): void {
  const word = form.querySelector(".passkey-word");
  if (word) word.textContent = text ?? "";
}
