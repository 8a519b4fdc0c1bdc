import type { Config } from '../../server/config.ts';
import { deliver, type Delivery } from '../../server/notices/deliver.ts';
import { deliveryOf } from '../../server/notices/job.ts';
import { query, testApp, type Answer, type TestApp } from './database.ts';
import { startMailbox, type Mailbox } from './mailbox.ts';
import { send } from './reports.ts';
import { addStaff, type Staff } from './staff.ts';

export type Mine = { id: string; code: string; manageToken: string };
const MINUTE_MILLISECONDS = 60_000;

/** An application that sends mail to a mailbox of the test, and what those do there who follow their report. */
export interface Following {
  readonly context: TestApp;
  readonly mailbox: Mailbox;
  readonly staff: Staff;
  /** What the job has logged in rounds of the test. */
  readonly logged: any[];
  /** What the job does, as if so many minutes had passed. */
  round(minutes?: number, delivery?: Partial<Delivery>): Promise<void>;
  /** A request about one's own report with its manage token. */
  mine(report: Mine, method: 'GET' | 'PUT' | 'DELETE', part?: string, body?: object): Promise<Answer>;
  ask(report: Mine, address: string, language?: string): Promise<Answer>;
  /** Whether its sender is told by mail, as the sender sees it. */
  standing(report: Mine): Promise<string>;
  /** What a mail programme does for "unsubscribe". */
  press(path: string): Promise<Answer>;
  /** What staff do with a report; fails the test unless it is done. */
  act(id: string, method: 'PATCH' | 'POST', what: string, body?: object): Promise<void>;
  moved(id: string, status: string): Promise<void>;
  rows(text: string): Promise<Record<string, any>[]>;
  /** How much waits to be told. */
  waiting(): Promise<number>;
  /** How many addresses are kept of a report. */
  kept(report: Mine): Promise<number>;
  /** A report whose sender is told of it: one letter, the one that asks, has come. */
  followed(body?: object, language?: string): Promise<Mine & { address: string }>;
  close(): Promise<void>;
}

export async function startFollowing(config: Partial<Config> = {}): Promise<Following> {
  const mailbox = await startMailbox();
  const context = await testApp({ config: { mail: mailbox.config, ...config } });
  const staff = await addStaff(context, 'admin');
  const logged: any[] = [];
  let serial = 0;
  const own: Following = {
    context,
    mailbox,
    staff,
    logged,
    async round(minutes = 0, delivery = {}) {
      const log = { warn: (line: object) => void logged.push(line) } as Delivery['log'];
      const now = () => new Date(Date.now() + minutes * MINUTE_MILLISECONDS);
      await deliver({ ...deliveryOf(context.app), log, ...delivery }, now);
    },
    mine: ({ id, manageToken }, method, part = '', body) =>
      context.ask(method, `/api/reports/${id}/own${part}`, body, { 'manage-token': manageToken }),
    ask: (report, address, language = 'ky') => own.mine(report, 'PUT', '/notices/mail', { address, language }),
    standing: async (report) => (await own.mine(report, 'GET')).body.notices.mail,
    press: (path) =>
      context.ask('POST', path, 'List-Unsubscribe=One-Click', { 'content-type': 'application/x-www-form-urlencoded' }),
    async act(id, method, what, body = {}) {
      const { version } = (await staff.ask('GET', `/api/staff/reports/${id}`)).body;
      const answer = await staff.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String(version) });
      if (answer.status >= 300) throw new Error(answer.text);
    },
    moved: (id, status) => own.act(id, 'PATCH', 'status', { status, note: 'себеби' }),
    rows: (text) => query<Record<string, any>>(context.database, text),
    waiting: async () => (await own.rows('select count(*)::integer as n from report_notices'))[0]!.n,
    kept: async ({ id }) => (await own.rows(`select from report_followers where report_id = '${id}'`)).length,
    async followed(body = {}, language = 'ky') {
      const report = await send(context.app, body);
      const address = `follower-${(serial += 1)}@example.kg`;
      await own.ask(report, address, language);
      await own.round();
      const answer = await own.press((await mailbox.arrived(address)).link('/plain/notice'));
      if (answer.status !== 200) throw new Error(answer.text);
      return { ...report, address };
    },
    async close() {
      await context.close();
      await mailbox.close();
    },
  };
  return own;
}
