/** What goes on behind every page, loaded after it: sending what waits. */
import { mount } from 'svelte';
import { m } from '../paraglide/messages.js';
import { toasts } from '../state/toast.svelte.ts';
import { DRAFT_KEY, readDraft } from '../report/draft-kept.ts';
import { local, session } from '../state/storage.ts';
import { photoState } from './photo-state.svelte.ts';
import OfflineBar from './OfflineBar.svelte';
import { network } from './network.svelte.ts';
import { fetchAhead } from './ahead.ts';
import { registerWorker } from './register.ts';
import { update } from './update.svelte.ts';
import { outbox } from './outbox-state.svelte.ts';

const MINE = '/track';

/** Never throws. */
export async function start(): Promise<void> {
  const bar = document.createElement('div');
  document.body.prepend(bar);
  mount(OfflineBar, { target: bar });
  outbox.start();
  network.back = () => void outbox.flush();
  void registerWorker().then((registration) => {
    update.watch(registration);
    if (registration) void fetchAhead();
  });
  await outbox.loaded;
  void photoState.tidy(new Set([...outbox.items.map(({ key }) => key), ...draftKeys()]));
  // The list itself says it better.
  if (outbox.items.length > 0 && location.pathname !== MINE) {
    toasts.show(m.outbox_waits(), { icon: 'clock', action: { label: m.outbox_open(), run: () => goTo(MINE) } });
  }
}

/** Reports that are being written, in this tab or another. */
function draftKeys(): string[] {
  return [session, local].flatMap((storage) => readDraft(storage.get(DRAFT_KEY))?.key ?? []);
}

/** As a click on a link: the router hears of it. */
function goTo(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  document.body.append(link);
  link.click();
  link.remove();
}
