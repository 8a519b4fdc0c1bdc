/** What the phone says of a report on its way. */
import type { OutboxItem } from '../offline/outbox-rules.ts';
import { m } from '../paraglide/messages.js';
import type { IconName } from '../ui/icons.ts';

interface Said {
  name: 'sending' | 'waiting' | 'refused' | 'late';
  words: () => string;
  icon: IconName;
  tone: 'plain' | 'warn' | 'danger';
}

/** @param sending a round of sending is under way @param online what the browser says of the network */
export function stateOf(item: OutboxItem, sending: boolean, online: boolean): Said {
  if (item.changedTooLate) return { name: 'late', words: m.outbox_late, icon: 'alert-circle', tone: 'warn' };
  if (item.state === 'refused')
    return { name: 'refused', words: m.outbox_refused, icon: 'alert-circle', tone: 'danger' };
  if (sending && online) return { name: 'sending', words: m.sending, icon: 'refresh', tone: 'plain' };
  return { name: 'waiting', words: m.outbox_waiting, icon: 'upload', tone: 'warn' };
}
