import type { MailConfig } from '../config.ts';
import type { Letter } from './letter.ts';

/** Each step of a conversation that says nothing for this long has failed. */
const SILENCE_MILLISECONDS = 15_000;
/** The whole conversation, also with a server that says a little now and then: less than a follower is taken for. */
const WHOLE_MILLISECONDS = 2 * 60_000;

/** Hands letters to the mail server of the configuration. */
export type Post = (address: string, letter: Letter) => Promise<void>;

/** The library is loaded with the first letter: a server without mail never does. A letter is sent by a connection of its own; they are few. */
export function postOf(
  { host, port, tls, login, from, publicUrl }: MailConfig,
  wholeMilliseconds = WHOLE_MILLISECONDS,
): Post {
  return async (address, { subject, text, messageId, headers }) => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host,
      port,
      secure: tls === 'always',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'off',
      // What this machine is called is nobody's business.
      name: new URL(publicUrl).hostname,
      ...(login === null ? {} : { auth: { ...login } }),
      connectionTimeout: SILENCE_MILLISECONDS,
      greetingTimeout: SILENCE_MILLISECONDS,
      socketTimeout: SILENCE_MILLISECONDS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from,
        to: { name: '', address },
        subject,
        text,
        messageId,
        headers,
        xMailer: false,
        signal: AbortSignal.timeout(wholeMilliseconds),
      });
    } finally {
      transport.close();
    }
  };
}
