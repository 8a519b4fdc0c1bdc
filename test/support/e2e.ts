import { expect, test as base } from '@playwright/test';
import { newPushKeys } from '../../server/notices/rules.ts';
import { browserOptions } from './browser.ts';
import { startMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { openOffice } from './office.ts';
import type { Office } from './office.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';
import { startTileUpstream } from './tile-upstream.ts';
import type { TileUpstream } from './tile-upstream.ts';

export { expect } from '@playwright/test';
export { mapDrawn, placeByName, sendReport } from './pages.ts';

interface TestFixtures {
  /** Faults the test brings about on purpose, by their text. */
  expectFault(pattern: RegExp): void;
}

interface WorkerFixtures {
  /**
   * What the server holds at first: the demonstration reports, or none; `quarters` are the reports with four quarters in
   * each settlement, one without a number of households; `own:` with a word is none, on a server that no file with another
   * word counts on. Set for a whole file by `test.use`.
   */
  data: 'demo' | 'empty' | 'quarters' | `own:${string}`;
  /** A tile service on loopback behind the server's proxy, which the test tells how to behave. */
  tiles: TileUpstream | null;
  /** Whether there is one; without it the background map is off. Set for a whole file by `test.use`. */
  basemap: boolean;
  /** Where the server sends its letters. */
  mailbox: Mailbox;
  /** Shared by the files with the same `data` and shape of screen, so a test must not count on being the first. */
  server: RunningServer;
  /** Who gives staff their accounts on that server. */
  office: Office;
}

/** So that the phone is offered to be told as well; no push service can be reached. */
const pushKeys = (): Record<string, string> => ({
  ...Object.fromEntries(newPushKeys().map((line) => line.split('='))),
  VAPID_SUBJECT: 'mailto:map@example.kg',
});

/** Starting a server on a busy machine may take minutes; each start ends by itself when it hangs. */
const SERVER_TIMEOUT_MILLISECONDS = 600_000;

/**
 * Playwright's test with this project's server and browser. A test fails when the page asks another host, throws, or
 * prints an error (a refusal by the Content-Security-Policy is one).
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  data: ['empty', { scope: 'worker', option: true }],
  basemap: [false, { scope: 'worker', option: true }],
  tiles: [
    async ({ basemap }, use) => {
      const upstream = basemap ? await startTileUpstream() : null;
      await use(upstream);
      await upstream?.close();
    },
    { scope: 'worker' },
  ],
  mailbox: [
    async ({}, use) => {
      const mailbox = await startMailbox();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ data, tiles, mailbox }, use) => {
      const { port, from, publicUrl } = mailbox.config;
      const environment: Record<string, string> = {
        ...(tiles === null ? {} : { BASEMAP_URL: tiles.url }),
        ...pushKeys(),
        ...{ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: from, PUBLIC_URL: publicUrl },
      };
      const server = await startServer({
        demo: data === 'demo' || data === 'quarters',
        ...(data === 'quarters' && { areas: 'test/fixtures/quarters.geojson' }),
        environment,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: SERVER_TIMEOUT_MILLISECONDS },
  ],
  office: [({ server }, use) => use(openOffice(server)), { scope: 'worker' }],
  launchOptions: [({}, use) => browserOptions().then(use), { scope: 'worker' }],
  baseURL: ({ server }, use) => use(server.origin),
  expectFault: [
    async ({ context, baseURL }, use) => {
      const faults: string[] = [];
      const expected: RegExp[] = [];
      const own = new URL(baseURL!).host;
      await context.route(
        (url) => /^(https?|wss?):$/.test(url.protocol) && url.host !== own,
        (route) => {
          faults.push(`asked another host: ${route.request().url()}`);
          return route.abort();
        },
      );
      context.on('weberror', (error) => faults.push(`threw: ${error.error().stack ?? error.error().message}`));
      context.on('console', (message) => {
        // Answers of 400 and above are printed as well; whether they are right is for the test to say.
        if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
        faults.push(`printed: ${message.text()}`);
      });
      await use((pattern) => void expected.push(pattern));
      expect(faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});
