import { m } from '../paraglide/messages.js';
import { toasts } from '../state/toast.svelte.ts';

/** Copies text and says so. Works on plain http too, where navigator.clipboard does not exist. Never throws. */
export async function copyText(text: string, done: string): Promise<void> {
  const copied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  if (copied || copyBySelection(text)) toasts.show(done, { icon: 'copy' });
  else toasts.show(m.copy_failed(), { icon: 'alert-circle' });
}

/** Offers the phone's own sharing, else copies the link. */
export async function shareLink(url: string, title: string): Promise<void> {
  if ('share' in navigator) {
    try {
      await navigator.share({ url, title });
      return;
    } catch (error) {
      // Somebody changed their mind; everything else falls back to copying.
      if (error instanceof DOMException && error.name === 'AbortError') return;
    }
  }
  await copyText(url, m.link_copied());
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
  }
}
