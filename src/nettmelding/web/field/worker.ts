/** The service worker: keeps the app on the phone, waits to be asked before it takes over, and sends when a signal comes. */
import { Server, type Places } from "./http";
import { baseName, lastPerson, openBase } from "./store";
import { sync } from "./sync";
import { waiting } from "./queue";
import { Vault } from "./vault";

/** Put in front by the server; see views.worker. */
interface Kept {
  readonly version: string;
  readonly files: readonly string[];
  readonly shell: string;
  readonly app: string;
  readonly places: Places;
}

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetch extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker extends EventTarget {
  readonly KEPT: Kept;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(): Promise<readonly { postMessage(what: string): void }[]>;
  };
}

const self_ = globalThis as unknown as Worker;
const kept = self_.KEPT;
const PREFIX = `felt ${kept.app} `;
const CACHE = PREFIX + kept.version;
const STATIC = "/static/assets/";

const on = <E extends Extendable>(name: string, act: (event: E) => void): void =>
  self_.addEventListener(name, (event) => act(event as E));

on<Extendable>("install", (event) => event.waitUntil(install()));
on<Extendable>("activate", (event) => event.waitUntil(activate()));
on<Fetch>("fetch", (event) => {
  const answer = answerFor(event.request);
  if (answer) event.respondWith(answer);
});
on<Extendable & { data?: unknown }>("message", (event) => {
  if (event.data === "take over") event.waitUntil(self_.skipWaiting());
});
on<Extendable & { tag?: string }>("sync", (event) => {
  if (event.tag === "felt") event.waitUntil(sendAll());
});

/** All or nothing: a version that is not whole is not installed. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(kept.shell, { cache: "reload" }), ...kept.files]);
  const isFirst = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).length === 1;
  if (isFirst) await self_.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self_.clients.claim();
}

function answerFor(request: Request): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return null;
  if (request.mode === "navigate" && (pathname === kept.app || pathname === `${kept.app}/`)) return page(request);
  return pathname.startsWith(STATIC) || kept.files.includes(pathname) ? asset(request) : null;
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(kept.shell)) ?? fetch(request);
}

/** What lies under assets never changes. What is not kept yet, such as the reader of bar codes, is kept when it is used. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone()).catch(() => undefined);
  return answer;
}

/** An open page does it itself; else it is done here, while the app is unlocked still. A failure is tried again by the browser. */
async function sendAll(): Promise<void> {
  const pages = await self_.clients.matchAll();
  if (pages.length) return pages.forEach((one) => one.postMessage("sync"));
  const person = await lastPerson(kept.places.root);
  if (!person) return;
  const base = await openBase(baseName(kept.places.root, person));
  try {
    const vault = new Vault(base);
    const run = (await vault.resume()) ? await sync(vault, new Server(kept.places), person) : null;
    if (run?.outcome === "no_answer" && (await waiting(vault))) throw new Error("no answer");
  } finally {
    base.close();
  }
}
