import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailConfig } from '../../server/config.ts';

/** A letter as it arrived. */
export interface Arrived {
  readonly to: string[];
  /** All bytes as text, for what must stand nowhere in them. */
  readonly raw: string;
  readonly subject: string;
  readonly text: string;
  header(name: string): string;
  /** The path and query of the link in it that contains `part`. */
  link(part: string): string;
}

/** How the mailbox takes letters: `busy` refuses all for now, with words that repeat the address. */
export type MailboxBehaviour = 'normal' | 'busy';

export interface Mailbox {
  readonly config: MailConfig;
  readonly letters: Arrived[];
  /** Waits until so many have come to an address; gives the last of them. */
  arrived(address: string, count?: number): Promise<Arrived>;
  to(address: string): Arrived[];
  behave(behaviour: MailboxBehaviour): void;
  close(): Promise<void>;
}

const SITE = 'https://map.example.kg';

/** A real SMTP server on loopback. */
export async function startMailbox(publicUrl = SITE): Promise<Mailbox> {
  const letters: Arrived[] = [];
  let behaviour: MailboxBehaviour = 'normal';
  let heard = (): void => {};
  const to = (address: string) => letters.filter((letter) => letter.to.includes(address));
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      done(behaviour === 'busy' ? Object.assign(new Error(`${address} is busy`), { responseCode: 451 }) : null);
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        letters.push(
          opened(
            Buffer.concat(parts).toString('utf8'),
            session.envelope.rcptTo.map(({ address }) => address),
          ),
        );
        heard();
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    config: { host: '127.0.0.1', port, tls: 'off', login: null, from: 'Алай картасы <map@example.kg>', publicUrl },
    letters,
    to,
    async arrived(address, count = 1) {
      while (to(address).length < count) await new Promise<void>((resolve) => (heard = resolve));
      return to(address)[count - 1]!;
    },
    behave: (next) => (behaviour = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function opened(raw: string, to: string[]): Arrived {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name: string) =>
    lines.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2) ?? '';
  const text = bytesOf(header('content-transfer-encoding'), rest.join('\r\n\r\n')).toString('utf8');
  return {
    to,
    raw,
    header,
    text,
    subject: header('subject')
      .replace(/\?= =\?/g, '?==?')
      .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
        bytesOf(kind.toLowerCase() === 'b' ? 'base64' : 'quoted-printable', word.replaceAll('_', ' ')).toString('utf8'),
      ),
    link(part) {
      const found = [...text.matchAll(/https?:\/\/\S+/g)].map(([each]) => each).find((each) => each.includes(part));
      const url = new URL(found!);
      return url.pathname + url.search;
    },
  };
}

function bytesOf(encoding: string, text: string): Buffer {
  if (encoding === 'base64') return Buffer.from(text, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(text);
  const joined = text.replace(/=\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
    'latin1',
  );
}
