import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticePath, readNotice } from '../../web/src/offline/worker/notice.ts';
import { canBeTold } from '../../web/src/report-page/notices/push.ts';
import PushWish from '../../web/src/report-page/notices/PushWish.svelte';

// jsdom has none, and what sees whether data is to be spared asks as soon as it is loaded.
vi.hoisted(() => {
  globalThis.matchMedia = () => Object.assign(new EventTarget(), { matches: false }) as MediaQueryList;
});

const MINE = { id: 'd2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea', code: 'ABCD2345', manageToken: 'token', sentAt: '' };
const KEY = 'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxH';

/** The browser around the page: what somebody answers when asked, and what its push service does. */
let permission: NotificationPermission;
let subscribed: { applicationServerKey: ArrayBuffer } | null;
let serviceAway: boolean;
const asked: { method: string; path: string; body: any }[] = [];
let shown: object | null = null;

beforeEach(() => {
  permission = 'granted';
  subscribed = null;
  serviceAway = false;
  asked.length = 0;
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer;
  const subscription = () => ({
    endpoint: 'https://fcm.googleapis.com/fcm/send/x',
    options: subscribed,
    getKey: (name: string) => bytes(name === 'auth' ? 'AAEC_w' : 'BAD-'),
    unsubscribe: async () => ((subscribed = null), true),
  });
  const pushManager = {
    getSubscription: async () => (subscribed ? subscription() : null),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      if (serviceAway) throw new DOMException('no push service', 'AbortError');
      subscribed = { applicationServerKey: bytes(applicationServerKey) };
      return subscription();
    },
  };
  const registration = { pushManager, active: {} };
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    get permission() {
      return permission;
    },
    requestPermission: async () => permission,
  });
  vi.stubGlobal('navigator', {
    serviceWorker: {
      controller: null,
      ready: Promise.resolve(registration),
      register: async () => registration,
      getRegistration: async () => registration,
    },
  });
  vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit) => {
    asked.push({ method: method!, path, body: body ? JSON.parse(String(body)) : null });
    return new Response(null, { status: 204 });
  });
});
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = null;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const show = (first: 'on' | 'off') => {
  shown = mount(PushWish, { target: document.body, props: { mine: MINE, first, pushKey: KEY } });
  flushSync();
};
const says = () => document.body.textContent!;
const press = (name: string) =>
  [...document.querySelectorAll('button')].find((button) => button.textContent!.trim() === name)!.click();

describe('"tell me on this phone"', () => {
  it('asks the browser, gives its address to the server, and ends with one tap', async () => {
    show('off');
    press('Ушул телефонго');
    await expect.poll(says).toContain('Өзгөрүүлөрдү ушул телефонго кабарлайбыз.');
    expect(asked).toEqual([
      {
        method: 'PUT',
        path: `/api/reports/${MINE.id}/own/notices/push`,
        body: {
          endpoint: 'https://fcm.googleapis.com/fcm/send/x',
          keys: { p256dh: 'BAD-', auth: 'AAEC_w' },
          language: 'ky',
        },
      },
    ]);
    press('Телефонго кабарлабоо');
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]).toMatchObject({ method: 'DELETE' });
    await expect.poll(says).toContain('Ушул телефонго');
  });

  it('says calmly that nothing was stored when somebody says no, and asks the server nothing', async () => {
    permission = 'denied';
    show('off');
    press('Ушул телефонго');
    await expect.poll(says).toContain('Браузер бул барактын кабарларын көрсөтпөйт');
    expect(document.querySelector('[role=status]')!.textContent).toContain('эч нерсе сакталган жок');
    expect(document.querySelector('[role=alert]')).toBeNull();
    expect(asked).toEqual([]);
    // It may be tried again.
    permission = 'granted';
    press('Ушул телефонго');
    await expect.poll(says).toContain('ушул телефонго кабарлайбыз');
    expect(says()).not.toContain('көрсөтпөйт');
  });

  it('says so where the browser has no push service', async () => {
    serviceAway = true;
    show('off');
    press('Ушул телефонго');
    await expect.poll(says).toContain('Бул телефондо кабар алуу иштебейт.');
    expect(asked).toEqual([]);
  });

  it('says so where the worker cannot be installed, and may be tried again', async () => {
    const { serviceWorker } = navigator as any;
    const coming = Object.assign(new EventTarget(), { state: 'installing' });
    const failing = {
      controller: null,
      ready: new Promise(() => {}),
      register: async () => {
        setTimeout(() => {
          coming.state = 'redundant';
          coming.dispatchEvent(new Event('statechange'));
        });
        return { installing: coming, active: null };
      },
      getRegistration: async () => undefined,
    };
    vi.stubGlobal('navigator', { serviceWorker: failing });
    show('off');
    press('Ушул телефонго');
    await expect.poll(says).toContain('Бул телефондо кабар алуу иштебейт.');
    vi.stubGlobal('navigator', { serviceWorker });
    press('Ушул телефонго');
    await expect.poll(says).toContain('ушул телефонго кабарлайбыз');
  });

  it('makes an address anew that was made for another key of the server', async () => {
    subscribed = { applicationServerKey: new Uint8Array([1, 2, 3]).buffer };
    show('off');
    press('Ушул телефонго');
    await expect.poll(() => asked.length).toBe(1);
    expect(btoa(String.fromCharCode(...new Uint8Array(subscribed!.applicationServerKey)))).toBe(KEY);
  });

  it('is off where the server knows of a phone and this one is not it', async () => {
    show('on');
    await expect.poll(says).not.toContain('кабарлайбыз');
    expect(says()).toContain('Ушул телефонго');
  });

  it('is not offered on plain http, nor where the browser lacks it', () => {
    expect(canBeTold()).toBe(true);
    vi.stubGlobal('isSecureContext', false);
    expect(canBeTold()).toBe(false);
  });
});

describe('a message on the phone', () => {
  it('is shown as it came and leads to the page of its report', () => {
    const message = { title: 'Алай картасы', body: 'Абалы өзгөрдү', code: 'ABCD2345', language: 'ky' };
    expect(readNotice(JSON.stringify(message))).toEqual(message);
    expect(noticePath('ABCD2345')).toBe('/r/ABCD2345');
  });

  it('that is none of ours still shows something, and leads to the list of one’s own reports', () => {
    for (const text of [
      '',
      'null',
      '1',
      '{}',
      '{"title":1}',
      JSON.stringify({ title: 'a', body: 'b', code: '../x', language: 'ky' }),
    ])
      expect(readNotice(text)).toMatchObject({ title: 'Алай картасы', code: '' });
    for (const code of [undefined, null, '', '//example.kg', 'https://example.kg/', 'abcd', 5])
      expect(noticePath(code)).toBe('/track');
  });
});
