import type { Database } from '../db/database.ts';
import { checkHistory, sealEntries } from './store.ts';

export interface AuditFlags {
  anchor?: string;
}
export const AUDIT_OPTIONS: readonly (readonly [flag: string, text: string])[] = [
  ['--anchor <number:hash>', 'A seal noted earlier: shows when the end of the chain was cut off'],
];
const EXIT_FAULTS = 2;

/** `alai audit verify`: prints what is wrong and gives the exit code: 0 whole, 2 not. */
export async function runAudit(
  database: Database,
  verb: string,
  flags: AuditFlags,
  say: (line: string) => void,
): Promise<number> {
  if (verb !== 'verify') throw new Error(`audit ${verb}: the verb is verify.`);
  if (flags.anchor !== undefined && !/^\d{1,15}:[0-9a-f]{64}$/.test(flags.anchor)) {
    throw new Error('--anchor must be a number, a colon and 64 hexadecimal digits, as "audit verify" prints it.');
  }
  while ((await sealEntries(database)) > 0);
  const { state, faults } = await checkHistory(database, null, flags.anchor);
  for (const { where, fault } of faults) say(`${where}: ${fault}`);
  say(`${state.entries} entries under ${state.seals} seals, ${state.erased} values erased, ${faults.length} faults.`);
  if (state.anchor !== null) say(`Note this elsewhere: --anchor ${state.anchor}`);
  return faults.length === 0 ? 0 : EXIT_FAULTS;
}
