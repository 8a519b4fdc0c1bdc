/**
 * The service worker: the application without a network. Its own caches, no library: what may be kept is a rule of this
 * product (never a page or an answer of staff, never anything asked for with a token), and the rest is short.
 */
import { datedPage, wayOf } from './cache-rules.ts';
import { keep, keptAnswer, keptAt, KEPT_AT } from './keeper.ts';
import { noticePath, readNotice } from './notice.ts';
import { sendWhatWaits } from './send-in-worker.ts';

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Told extends Lasting {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Lasting {
  readonly data: { text(): string } | null;
}
interface Tapped extends Lasting {
  readonly notification: Notification;
}
interface Window {
  readonly url: string;
  focus(): Promise<unknown>;
}
/** As much of a worker as is used here; its full types do not go with those of pages. */
interface Scope {
  readonly location: Location;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(wanted: { type: 'window'; includeUncontrolled?: boolean }): Promise<Window[]>;
    openWindow(path: string): Promise<unknown>;
  };
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(name: 'fetch', listener: (event: Asked) => void): void;
  addEventListener(name: 'message', listener: (event: Told) => void): void;
  addEventListener(name: 'push', listener: (event: Pushed) => void): void;
  addEventListener(name: 'notificationclick', listener: (event: Tapped) => void): void;
  addEventListener(name: 'install' | 'activate' | 'sync', listener: (event: Lasting) => void): void;
}
/** Files of this version, the page's script first, and its name; put in by the build. */
declare const SHELL_FILES: string[];
declare const SHELL_VERSION: string;

const worker = self as unknown as Scope;
const SHELL = `alai.shell.${SHELL_VERSION}`;
const PAGE = '/';
/** A network that is there and silent: then what is kept is shown. */
const PATIENCE_MS = 6_000;
const MAIN_FILE = SHELL_FILES[0]!;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const way = wayOf(request, worker.location.origin);
  if (way === 'none') return;
  if (way === 'page') event.respondWith(page(event));
  else if (way === 'shell') event.respondWith(file(request));
  else if (way === 'basemap') event.respondWith(picture(event));
  else event.respondWith(fresh(event, way));
});
worker.addEventListener('push', (event) => event.waitUntil(tell(event.data?.text() ?? '')));
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(noticePath(event.notification.data)));
});
worker.addEventListener('sync', (event) => event.waitUntil(sendWhatWaits()));
worker.addEventListener('message', (event) => event.waitUntil(talk(event)));

/** All of one version or nothing: pages that are open keep the version they began with, this one waits for them. */
async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  await cache.addAll(SHELL_FILES);
  // Files without a page are of no use; it is tried again with the next page that is opened.
  if (!(await keepPage(await fetch(PAGE, { cache: 'no-cache' })))) throw new Error('the page is of another version');
}

async function activate(): Promise<void> {
  await tidy();
  // The page that brought it here is of the same version: what it asks for from now on is kept.
  await worker.clients.claim();
}

/** Files of other versions go once no other page can be using them. */
async function tidy(): Promise<void> {
  const { installing, waiting } = worker.registration;
  if (installing || waiting) return;
  if ((await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 1) return;
  for (const name of await caches.keys()) {
    if (name.startsWith('alai.shell.') && name !== SHELL) await caches.delete(name);
  }
}

/**
 * A page says which version it is of, and whether somebody wants the new one now. It hears whether this worker is of another. One that waits takes over
 * when the page is of its own version already, because pages come from the network.
 */
async function talk({ data, ports }: Told): Promise<void> {
  const { main, wished } = data as { main: string; wished: boolean };
  const same = main === MAIN_FILE;
  ports[0]?.postMessage(!same);
  if (same || wished) await worker.skipWaiting();
  await tidy();
}

/** Pages come from the network; without one every address gets the shell, which reads the address itself. */
async function page(event: Asked): Promise<Response> {
  const answer = fetch(event.request);
  try {
    const response = await patient(answer);
    // A gate in front of a server that starts anew says 502: the pages can wait for it as well as without a network.
    if (response.status >= 500) throw new Error('no server');
    if (new URL(event.request.url).pathname === PAGE) event.waitUntil(keepPage(response.clone()));
    return response;
  } catch {
    const kept = await (await caches.open(SHELL)).match(PAGE);
    if (!kept) return answer;
    const html = datedPage(await kept.text(), kept.headers.get(KEPT_AT) ?? '');
    return new Response(html, { headers: kept.headers });
  }
}

/** Keeps the page if it is of this version: an older or newer one names files that are not here. Whether it is. */
async function keepPage(response: Response): Promise<boolean> {
  if (!response.ok) return false;
  const html = await response.text();
  if (!html.includes(MAIN_FILE)) return false;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(KEPT_AT, keptAt(response));
  await (await caches.open(SHELL)).put(PAGE, new Response(html, { headers }));
  return true;
}

/** Files carry a hash in their name: what is here is right. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The background map changes once in months. Without a network that of last month serves as well. */
async function picture(event: Asked): Promise<Response> {
  const { request } = event;
  const kept = (await keptAnswer('basemap', request)) ?? (await caches.match(request));
  if (kept) return kept;
  try {
    const response = await fetch(request);
    event.waitUntil(keep('basemap', request, response.clone()));
    return response;
  } catch (error) {
    const older = await caches.match(request, { ignoreSearch: true });
    if (older) return older;
    throw error;
  }
}

/** What the server says now, else what it said last; that one tells when. */
async function fresh(event: Asked, shelf: 'answer' | 'tile'): Promise<Response> {
  const answer = fetch(event.request);
  try {
    const response = await patient(answer);
    event.waitUntil(keep(shelf, event.request, response.clone()));
    return response;
  } catch {
    return (await keptAnswer(shelf, event.request)) ?? answer;
  }
}

/** The answer, or an error when it takes too long. */
function patient(answer: Promise<Response>): Promise<Response> {
  return Promise.race([
    answer,
    new Promise<Response>((_resolve, reject) => setTimeout(() => reject(new Error('silence')), PATIENCE_MS)),
  ]);
}

/** Browsers want something shown for whatever comes; of one report only the latest stays. */
function tell(text: string): Promise<void> {
  const { title, body, code, language } = readNotice(text);
  return worker.registration.showNotification(title, {
    ...{ body, lang: language, icon: '/icon-192.png' },
    ...{ tag: `report-${code}`, data: code },
  });
}

/** The page, where it is open already, else a new one. */
async function open(path: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window' });
  const there = windows.find(({ url }) => new URL(url).pathname === path);
  await (there ? there.focus() : worker.clients.openWindow(path));
}
