import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { anyUser, firstAdminLink } from './auth/users/store.ts';
import type { Config } from './config.ts';
import { contactKeys } from './contacts/rules.ts';
import { contactsByKey, sealReadable } from './contacts/store.ts';
import { openDatabase, type Database } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { loadDemo } from './demo/store.ts';
import { seed } from './seed/store.ts';

/** How long requests under way may take after Ctrl-C. */
const CLOSE_WITHIN_MILLISECONDS = 8000;
const LEAVE_AFTER_MILLISECONDS = 1000;

/**
 * Opens the database, brings it up to date, listens, and closes cleanly on SIGINT or SIGTERM. `empty` leaves the
 * demonstration out of a brand-new embedded database. `say` prints a line for the person who started it.
 */
export async function serve(config: Config, options: { empty: boolean }, say: (line: string) => void): Promise<void> {
  const startedAt = Date.now();
  say(
    config.databaseUrl === null ? `Opening the embedded database in ${config.dataDir} …` : 'Connecting to PostgreSQL …',
  );
  const database = await openDatabase(
    config,
    (phrase) => say(`${phrase.charAt(0).toUpperCase()}${phrase.slice(1)} …`),
    endAfterCrash,
  );
  const applied = await migrate(database);
  if (applied.length > 0) say(`Database brought up to date: ${applied.join(', ')}.`);
  await seed(database);
  await sealContacts(config, database, say);
  const brandNew = applied.some((name) => name.startsWith('1 '));
  if (brandNew && config.databaseUrl === null && !options.empty) {
    const count = await loadDemo(database, config);
    say(`Loaded ${count} invented demonstration reports, each marked as such. "npx alai demo clear" removes them.`);
  }

  const app = await buildApp(config, database);
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  say(`Ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s: http://${config.host}:${port}  (Ctrl-C ends it)`);
  await inviteFirstAdmin(database, `http://${reachable(config.host)}:${port}`, process.stdout.isTTY, say);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  say('Closing …');
  // Somebody's download must not keep the server from ending.
  const force = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MILLISECONDS);
  await app.close();
  clearTimeout(force);
  await database.close();
  say('Closed.');
  // A connection to a database host that has vanished would keep the process for a quarter of an hour.
  setTimeout(() => process.exit(), LEAVE_AFTER_MILLISECONDS).unref();
}

/**
 * While nobody has an account: a one-time link for the first administrator, for the eyes of whoever sits at this terminal.
 * Output that goes to a file or a collector of logs gets no secret, only the way to one.
 */
export async function inviteFirstAdmin(
  database: Database,
  origin: string,
  isTerminal: boolean,
  say: (line: string) => void,
): Promise<void> {
  if (await anyUser(database)) return;
  if (!isTerminal) {
    say('Nobody has an account yet: "npx alai user add LOGIN --role admin" makes the first administrator.');
    return;
  }
  const link = await firstAdminLink(database);
  if (link) say(`First administrator, once and within a day: ${origin}${link.path}`);
}

/** Where this machine itself finds a server that listens everywhere: staff sign in there over plain http, and nowhere else. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Encrypts names and phones that were stored before there was encryption, and says when some cannot be read. */
async function sealContacts(config: Config, database: Database, say: (line: string) => void): Promise<void> {
  const keys = contactKeys(config);
  const sealed = await sealReadable(database, keys);
  if (sealed > 0) say(`Encrypted ${sealed} names and phones.`);
  const locked = (await contactsByKey(database, keys)).filter(({ key }) => key === 'missing');
  for (const { keyId, contacts } of locked) {
    say(
      `${contacts} names, phones and addresses are encrypted under key ${keyId}, which is not configured: see CONTACT_KEYS_OLD.`,
    );
  }
}

/** Without its database the process can only mislead: it ends, and whoever watches it starts it again. */
function endAfterCrash(error: Error): void {
  process.stderr.write(
    `The embedded database ended unexpectedly: ${error.message}\nStart again; nothing acknowledged is lost.\n`,
  );
  process.exit(1);
}
