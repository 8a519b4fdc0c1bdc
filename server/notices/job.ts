import type { App } from '../app.ts';
import { siteTexts } from '../catalog/rules.ts';
import { wordsIn } from '../catalog/words.ts';
import { contactKeys } from '../contacts/rules.ts';
import type { Language } from '../contract/enums.ts';
import type { Metric } from '../http/metric.ts';
import { repeat } from '../repeat.ts';
import { deliver, type Counts, type Delivery } from './deliver.ts';
import { letterOf, messageOf } from './letter.ts';
import { postOf } from './mail.ts';
import { pusherOf } from './push.ts';
import type { Channel, Subscription } from './rules.ts';
import { countWaiting } from './store.ts';

const EVERY_MILLISECONDS = 10_000;

/** Tells those who follow their report what changed. Does nothing at all where neither mail nor push is configured. */
export function keepNotices(app: App): void {
  const delivery = deliveryOf(app);
  if (Object.keys(delivery.senders).length === 0) return;
  let ending = false;
  app.addHook('preClose', async () => void (ending = true));
  app.measure(() => measured(delivery));
  repeat(
    app,
    EVERY_MILLISECONDS,
    () => deliver({ ...delivery, goesOn: () => !ending }),
    'notices could not be looked through',
  );
}

/** What deliver() needs, by the configuration. */
export function deliveryOf(app: App): Delivery {
  const { database, config, log } = app;
  const { mail, push, secretKey } = config;
  const senders: Delivery['senders'] = {};
  const wordsFor = async (language: Language) => wordsIn(language, siteTexts((await app.catalog()).settings));
  if (mail !== null) {
    const post = postOf(mail);
    senders.mail = async (address, follower, news) => {
      await post(address, letterOf(follower, news, await wordsFor(follower.language), mail, secretKey));
      return 'sent';
    };
  }
  if (push !== null) {
    const tell = pusherOf(push);
    senders.push = async (address, follower, news) => {
      return tell(JSON.parse(address) as Subscription, messageOf(follower, news, await wordsFor(follower.language)));
    };
  }
  const none = (): Counts => ({ sent: 0, failed: 0, givenUp: 0 });
  return {
    database,
    keys: contactKeys(config),
    senders,
    log,
    counts: { mail: none(), push: none() },
    goesOn: () => true,
  };
}

/** What waits is of the database, so the same of every process; the rest is of this one. */
async function measured({ database, senders, counts }: Delivery): Promise<Metric[]> {
  const waiting = await countWaiting(database);
  const channels = Object.keys(senders).sort() as Channel[];
  return [
    {
      name: 'alai_notices_waiting',
      help: 'People who wait for a message about their report.',
      type: 'gauge',
      values: channels.map((channel) => ({ labels: { channel }, value: waiting.get(channel) ?? 0 })),
    },
    {
      name: 'alai_notices_total',
      help: 'Messages handed over, tries that failed, and messages given up after a day.',
      type: 'counter',
      values: channels.flatMap((channel) => [
        { labels: { channel, outcome: 'sent' }, value: counts[channel].sent },
        { labels: { channel, outcome: 'failed' }, value: counts[channel].failed },
        { labels: { channel, outcome: 'given_up' }, value: counts[channel].givenUp },
      ]),
    },
  ];
}
