import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { DemoArea } from './places.ts';
import { inventReports } from './rules.ts';
import { readDemoTexts, type DemoKind } from './texts.ts';

const selectAreas = statement<{ codes: string[] }, DemoArea>('demo/areas');
const selectKinds = statement<object, DemoKind>('demo/kinds');
const insertReports = statement<{ reports: string }>('demo/insert');
const insertHistory = statement<{ history: string }>('demo/insert_history');
const insertSupports = statement<{ supports: string }>('demo/insert_supports');
const deleteHistory = statement<object>('demo/delete_history');
const deleteReports = statement<object, { count: number }>('demo/delete');

/** The two settlements that the demonstration is about. */
const AREA_CODES = ['alai-1', 'alai-2'];

/**
 * Puts about 180 invented reports, each marked as such, in place of those that are there; real reports are not touched.
 * One transaction. Returns how many; 0, with nothing changed, when neither settlement exists.
 */
export async function loadDemo(database: Database, config: Pick<Config, 'secretKey'>): Promise<number> {
  return database.transact(async (sql) => {
    const areas = await sql.run(selectAreas, { codes: AREA_CODES });
    if (areas.length === 0) return 0;
    const kinds = await sql.run(selectKinds, {});
    const texts = readDemoTexts();
    const known = new Set(kinds.map((kind) => kind.category));
    const counts = Object.fromEntries(Object.entries(texts.counts).filter(([category]) => known.has(category)));
    const reports = inventReports({ ...texts, counts }, areas, kinds, new Date());
    await sql.run(deleteHistory, {});
    await sql.run(deleteReports, {});
    await sql.run(insertReports, { reports: JSON.stringify(reports) });
    await sql.run(insertHistory, {
      history: JSON.stringify(
        reports.flatMap(({ id, history }) => history.map((event) => ({ reportId: id, ...event }))),
      ),
    });
    const supports = reports.flatMap(({ id, supports: count, reportedAt }) =>
      Array.from({ length: count }, (_, number) => ({
        reportId: id,
        // Made as a real one is, so that nobody can present a device token that counts as an invented supporter's.
        deviceHmac: createHmac('sha256', config.secretKey).update(`demo:${id}:${number}`).digest('hex'),
        share: (number + 1) / (count + 1),
        reportedAt,
      })),
    );
    await sql.run(insertSupports, { supports: JSON.stringify(supports) });
    return reports.length;
  });
}

/** Removes every invented report with its history, supporters and contacts; returns how many. Real ones are not touched. */
export async function clearDemo(database: Database): Promise<number> {
  return database.transact(async (sql) => {
    await sql.run(deleteHistory, {});
    return (await sql.run(deleteReports, {}))[0]!.count;
  });
}
