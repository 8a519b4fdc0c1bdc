import type { FastifyRequest } from 'fastify';
import type { App } from '../../app.ts';
import { canonicalJson } from '../../canonical-json.ts';
import type { OperationDone } from '../../contract/staff-operations.ts';
import type { Sql } from '../../db/database.ts';
import { actorOf } from '../../http/actor.ts';
import { sentKey } from '../../http/ids.ts';
import { bodyHash } from '../secrets.ts';
import type { ReportAction } from '../staff/state.ts';
import type { MakePlan, Seen } from '../staff/store.ts';
import { checkIds } from './rules.ts';
import { runOperation } from './store.ts';

/**
 * Changes the reports that a body names, all or none, once for each Idempotency-Key. `prepare` gets their ids in lower case,
 * checks the rest of the body, and gives what begins the transaction, see runOperation. Throws report_not_found,
 * idempotency_key_malformed, and what runOperation throws.
 */
export async function operate(
  app: App,
  request: Pick<FastifyRequest, 'actor' | 'headers' | 'body'>,
  action: ReportAction,
  reports: readonly Seen[],
  prepare: (ids: string[]) => (sql: Sql) => Promise<MakePlan>,
): Promise<OperationDone> {
  const actor = actorOf(request);
  const ids = checkIds(reports.map(({ id }) => id));
  const begin = prepare(ids);
  const wanted = {
    action,
    key: sentKey(request.headers['idempotency-key'] as string | undefined),
    bodyHash: bodyHash(app.config.secretKey, canonicalJson(request.body)),
  };
  const seen = reports.map(({ version }, index) => ({ id: ids[index]!, version }));
  const done = await runOperation(app.database, actor, wanted, seen, begin);
  await app.live.wake();
  return done;
}
