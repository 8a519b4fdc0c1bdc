import { m } from '../paraglide/messages.js';
import { toasts } from '../state/toast.svelte.ts';

const TIMEOUT_MS = 12_000;

/** Where the device is, [longitude, latitude], or null after having said why not. Plain http has no geolocation. */
export function locate(): Promise<[number, number] | null> {
  return new Promise((resolve) => {
    const fail = (text: string): void => {
      toasts.show(text, { icon: 'alert-circle' });
      resolve(null);
    };
    if (!('geolocation' in navigator) || !isSecureContext) return fail(m.locate_unavailable());
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve([coords.longitude, coords.latitude]),
      (error) => fail(error.code === error.PERMISSION_DENIED ? m.locate_denied() : m.locate_unavailable()),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: 60_000 },
    );
  });
}
