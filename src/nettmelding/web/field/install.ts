/** Installing to the home screen, and taking over a new version when the fitter says so. */

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

let offered: InstallEvent | null = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offered = event as InstallEvent;
});
addEventListener("appinstalled", () => (offered = null));

/** What installs the app; null where the browser does not offer it, or it is done. */
export function installer(): (() => Promise<unknown>) | null {
  const event = offered;
  return event && (() => event.prompt());
}

/** Keeps the app on the phone. `onNew` is called when another version lies ready, with what takes it over. */
export async function register(script: string, scope: string, onNew: (takeOver: () => void) => void): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const had = workers.controller !== null;
  const registration = await workers.register(script, { scope, updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  const offer = (): void => {
    const ready = registration.waiting;
    if (ready && workers.controller) onNew(() => ready.postMessage("take over"));
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  workers.addEventListener("controllerchange", () => had && location.reload());
}
