/** What goes on behind every page, loaded after it: sending what waits. */
import { m } from '../paraglide/messages.js';
import { toasts } from '../state/toast.svelte.ts';
import { outbox } from './outbox-state.svelte.ts';

const MINE = '/track';

/** Never throws. */
export async function start(): Promise<void> {
  outbox.start();
  await outbox.loaded;
  // The list itself says it better.
  if (outbox.items.length > 0 && location.pathname !== MINE) {
    toasts.show(m.outbox_waits(), { icon: 'clock', action: { label: m.outbox_open(), run: () => goTo(MINE) } });
  }
}

/** As a click on a link: the router hears of it. */
function goTo(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  document.body.append(link);
  link.click();
  link.remove();
}
