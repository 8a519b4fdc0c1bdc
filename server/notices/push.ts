import { createHash } from 'node:crypto';
import type { PushConfig } from '../config.ts';
import type { PushedNotice } from '../contract/notices.ts';
import { isPushService, type Subscription } from './rules.ts';

/** A push service that says nothing for this long is away. */
const SILENCE_MILLISECONDS = 20_000;
/** How long a push service keeps what it cannot hand over: a phone is switched on again within days. */
const KEPT_SECONDS = 3 * 24 * 60 * 60;
/** RFC 8030: at most 32 letters of base64url. */
const TOPIC_LENGTH = 32;
/** The phone took its wish back, or the browser is gone (RFC 8030, 7.3). */
const GONE = [404, 410];

/** Gives messages to push services. */
type Push = (subscription: Subscription, message: PushedNotice) => Promise<'sent' | 'gone'>;

/**
 * The library encrypts and signs (RFC 8291, RFC 8292); it is loaded with the first message. The request is made here: it follows no
 * redirect, so it asks no host that is not in the list, and the list is asked again, because it may have become shorter.
 */
export function pusherOf({ publicKey, privateKey, subject, services }: PushConfig): Push {
  return async (subscription, message) => {
    if (!isPushService(subscription.endpoint, services)) return 'gone';
    const { default: library } = await import('web-push');
    const { endpoint, method, headers, body } = library.generateRequestDetails(subscription, JSON.stringify(message), {
      vapidDetails: { subject, publicKey, privateKey },
      TTL: KEPT_SECONDS,
      urgency: 'normal',
      // What waits for a phone is replaced by what is newer of the same report.
      topic: createHash('sha256')
        .update(subscription.keys.auth)
        .update(message.code)
        .digest('base64url')
        .slice(0, TOPIC_LENGTH),
    });
    const { 'Content-Length': _counted, ...sent } = headers as Record<string, string>;
    const answer = await fetch(endpoint, {
      method,
      headers: sent,
      body: body as BodyInit,
      redirect: 'error',
      signal: AbortSignal.timeout(SILENCE_MILLISECONDS),
    });
    // Nothing it says is of use, however long it is.
    await answer.body?.cancel();
    if (GONE.includes(answer.status)) return 'gone';
    if (!answer.ok) throw Object.assign(new Error('refused'), { code: 'push_refused', statusCode: answer.status });
    return 'sent';
  };
}
