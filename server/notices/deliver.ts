import type { FastifyBaseLogger } from 'fastify';
import { unseal, type ContactKeys } from '../contacts/rules.ts';
import type { Database } from '../db/database.ts';
import { GIVE_UP_MILLISECONDS, newsOf, QUIET_MILLISECONDS, waitAfter, type Channel, type News } from './rules.ts';
import { boundTo, forget, postpone, settle, takeNext, type Taken } from './store.ts';

/** Sends one message to an address; `gone`: there is nobody there any more. Throws when it is to be tried again. */
export type Sender = (address: string, follower: Taken, news: News) => Promise<'sent' | 'gone'>;

/** Messages since the process began. */
export type Counts = Record<'sent' | 'failed' | 'givenUp', number>;

export interface Delivery {
  database: Database;
  keys: ContactKeys;
  senders: Partial<Record<Channel, Sender>>;
  log: Pick<FastifyBaseLogger, 'warn'>;
  counts: Record<Channel, Counts>;
  /** False when the server is ending: what is under way is finished, nothing new is begun. */
  goesOn: () => boolean;
}

/** Longer than sending one message can take: then another process may try it. */
const TAKEN_MILLISECONDS = 5 * 60_000;
/** After so many failures in one round the mail server, or the line, is away for all. */
const FAILURES_MAX = 3;

/**
 * Sends all that is due, one message after the other. Each is taken for some minutes, sent with no transaction open (a slow mail server
 * holds up nobody), then deleted. A process that dies in between leaves it to be sent again: never lost, and at worst told twice.
 */
export async function deliver(delivery: Delivery, now: () => Date = () => new Date()): Promise<void> {
  const { database, senders, keys, log, counts, goesOn } = delivery;
  const channels = (Object.keys(senders) as Channel[]).sort();
  for (let failures = 0; failures < FAILURES_MAX && goesOn();) {
    const [at, later] = [now(), (milliseconds: number) => new Date(now().getTime() + milliseconds)];
    const taken = await takeNext(database, channels, {
      now: at,
      quietSince: later(-QUIET_MILLISECONDS),
      takenUntil: later(TAKEN_MILLISECONDS),
    });
    if (taken === null) return;
    const news = newsOf(taken);
    try {
      if (news !== null) {
        const address = unseal(keys, boundTo(taken), taken);
        if ((await senders[taken.channel]!(address, taken, news)) === 'gone') await forget(database, taken.id);
        else counts[taken.channel].sent += 1;
      }
      await settle(database, taken, now());
    } catch (error) {
      failures += 1;
      const givenUp = await postpone(database, taken, {
        nextTryAt: later(waitAfter(taken.tries)),
        giveUpBefore: later(-GIVE_UP_MILLISECONDS),
      });
      counts[taken.channel][givenUp ? 'givenUp' : 'failed'] += 1;
      log.warn(
        { channel: taken.channel, tries: taken.tries, givenUp, ...faultOf(error) },
        givenUp ? 'a notice is given up' : 'a notice could not be sent',
      );
    }
  }
}

/** What may stand in a log of what went wrong: codes. The words of a mail server often repeat the address. */
function faultOf(error: unknown): { code: string; response: number | null } {
  const { code, responseCode, statusCode } = error as { code?: unknown; responseCode?: unknown; statusCode?: unknown };
  const response = responseCode ?? statusCode;
  return {
    code: typeof code === 'string' ? code.slice(0, 40) : 'unknown',
    response: typeof response === 'number' ? response : null,
  };
}
