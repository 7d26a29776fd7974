/** Installing to the home screen, and taking over a new version when the fitter says so. */

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

let prompting: InstallEvent | null = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  prompting = event as InstallEvent;
});
addEventListener("appinstalled", () => (prompting = null));

/** What installs the app; null where the browser does not offer it, or it is done. */
export function installer(): (() => Promise<unknown>) | null {
  const event = prompting;
  return event && (() => event.prompt());
}

/** Keeps the app on the phone. `onNew` is called when another version lies ready, with what takes it over. */
export async function register(script: string, scope: string, onNew: (takeOver: () => void) => void): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let isControlled = workers.controller !== null;
  const registration = await workers.register(script, { scope, updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  let offered: ServiceWorker | null = null;
  const offer = (): void => {
    const ready = registration.waiting;
    if (!ready || !workers.controller || ready === offered) return;
    offered = ready;
    onNew(() => {
      isControlled = true;
      ready.postMessage("take over");
    });
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  addEventListener("online", () => void registration.update().catch(() => null));
  // The first worker takes the page as it is; a later one comes with other code.
  workers.addEventListener("controllerchange", () => {
    if (isControlled) location.reload();
    isControlled = true;
  });
}
