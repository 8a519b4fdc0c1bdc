/** Being told on this phone: what the browser has for it (Push API, Notifications API). */
import type { AskPush } from '../../../../server/contract/notices.ts';
import { workerAtWork } from '../../offline/register.ts';

type Subscription = Pick<AskPush, 'endpoint' | 'keys'>;

/** Why this phone cannot be told: somebody said no, or the browser has no way. */
export class NotTold extends Error {
  readonly why: 'denied' | 'failed';
  constructor(why: 'denied' | 'failed') {
    super(why);
    this.why = why;
  }
}

/** Whether this browser can be told anything at all: on plain http it cannot, nor can the one inside a messenger. */
export function canBeTold(): boolean {
  return window.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Whether this phone is ready to be told; what the server knows is another question. */
export async function isReady(): Promise<boolean> {
  if (!canBeTold() || Notification.permission !== 'granted') return false;
  const registration = await navigator.serviceWorker.getRegistration();
  return ((await registration?.pushManager.getSubscription()) ?? null) !== null;
}

/**
 * Asks whoever holds the phone, then the browser, for an address to tell it at. One address serves all reports of this phone; one that
 * was made for another key of the server is made anew. Throws NotTold.
 */
export async function subscribe(serverKey: string): Promise<Subscription> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotTold('denied');
  try {
    // One that cannot be installed would never be ready.
    if (!(await workerAtWork())) throw new NotTold('failed');
    const { pushManager } = await navigator.serviceWorker.ready;
    const before = await pushManager.getSubscription();
    if (before && text(before.options.applicationServerKey) === serverKey) return plain(before);
    await before?.unsubscribe();
    return plain(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey }));
  } catch {
    throw new NotTold('failed');
  }
}

function plain(subscription: PushSubscription): Subscription {
  const key = (name: PushEncryptionKeyName) => text(subscription.getKey(name)) ?? '';
  return { endpoint: subscription.endpoint, keys: { p256dh: key('p256dh'), auth: key('auth') } };
}

/** Bytes as base64url. */
function text(bytes: ArrayBuffer | null): string | null {
  if (bytes === null) return null;
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
