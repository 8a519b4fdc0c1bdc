import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cac } from 'cac';
import { buildApp } from './app.ts';
import { AUDIT_OPTIONS, runAudit, type AuditFlags } from './audit/command.ts';
import { eraseReport } from './audit/erase/store.ts';
import { runToken, runUser, TOKEN_OPTIONS, USER_OPTIONS, type TokenFlags, type UserFlags } from './auth/command.ts';
import { loadConfig } from './config.ts';
import { runContacts } from './contacts/command.ts';
import { contactKeys } from './contacts/rules.ts';
import { sealReadable } from './contacts/store.ts';
import { openDatabase, type Database } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { clearDemo, loadDemo } from './demo/store.ts';
import { IMPORT_OPTIONS, runImport, type ImportFlags } from './import/command.ts';
import { serve } from './main.ts';
import { newPushKeys } from './notices/rules.ts';
import { enforceRetention } from './retention/store.ts';
import { ROOT } from './root.ts';
import { seed } from './seed/store.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const cli = cac('alai');

cli
  .command('serve', 'Start the server (what npm start does)')
  .option('--empty', 'Start a brand-new embedded database without demonstration reports')
  .action((options: { empty?: boolean }) => serve(loadConfig(), { empty: options.empty === true }, say));

cli.command('migrate', 'Bring the database up to date').action(() =>
  withDatabase(async (_database, applied) => {
    say(applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'The database is up to date.');
  }),
);

cli.command('demo <verb>', 'load or clear the invented demonstration reports').action((verb: string) =>
  withDatabase(async (database) => {
    if (verb === 'clear') say(`Removed ${await clearDemo(database)} demonstration reports.`);
    else if (verb === 'load') say(`Loaded ${await loadDemo(database, loadConfig())} demonstration reports.`);
    else throw new Error(`demo ${verb}: the verbs are load and clear.`);
  }),
);

const importCommand = cli.command(
  'import <file> [boundaries]',
  'Import reports from CSV or GeoJSON; "import areas FILE.geojson" adds and replaces boundaries. Exit code 2: some rows were refused',
);
for (const [flag, text] of IMPORT_OPTIONS) importCommand.option(flag, text);
importCommand.action((file: string, boundaries: string | undefined, flags: ImportFlags) =>
  withDatabase(async (database) => {
    process.exitCode = await runImport(database, file, boundaries, flags, say);
  }),
);

const userCommand = cli.command(
  'user <verb> [login]',
  'add, list, link (a new one-time link), sign-out, totp-off (a lost phone), disable, enable, erase (for good): accounts of those who look after the map',
);
const tokenCommand = cli.command('token <verb> [id]', 'add, list, revoke: API tokens of a user');
const auditCommand = cli.command('audit <verb>', 'verify: whether history is whole. Exit code 2: it is not');
cli
  .command(
    'erase <report>',
    'Erase for good what is kept of a report (id or code) beyond what is published: contact, exact place, text, notes, log values',
  )
  .action((report: string) =>
    withDatabase(async (database) => {
      const { contact, values, notes, photos } = await eraseReport(
        database,
        { userId: null, via: 'console' },
        String(report),
      );
      say(
        `Erased: ${contact ? 'name and phone' : 'no name or phone'}, ${values} values, ${notes} notes, ${photos} photos. Its place and text are the published ones now. The chain stays whole.`,
      );
    }),
  );
cli
  .command(
    'contacts <verb>',
    'status: under which keys names, phones and addresses are encrypted; reseal: encrypt them under the current key',
  )
  .action((verb: string) =>
    withDatabase(async (database) => {
      process.exitCode = await runContacts(database, contactKeys(loadConfig()), verb, say);
    }),
  );
cli.command('push-keys', 'Make a pair of keys for telling residents of changes on their phones').action(() => {
  for (const line of newPushKeys()) say(line);
});
cli.command('retention', 'Delete now what may not be kept any longer, as the server does every hour').action(() =>
  withDatabase(async (database) => {
    const deleted = await enforceRetention(database, new Date(), loadConfig().sessionIdleSeconds);
    for (const [kind, count] of Object.entries(deleted)) say(`${kind}: ${count}`);
  }),
);
for (const [flag, text] of USER_OPTIONS) userCommand.option(flag, text);
for (const [flag, text] of TOKEN_OPTIONS) tokenCommand.option(flag, text);
for (const [flag, text] of AUDIT_OPTIONS) auditCommand.option(flag, text);
userCommand.action((verb: string, login: string | undefined, flags: UserFlags) =>
  withDatabase((database) => runUser(database, verb, login, flags, say)),
);
tokenCommand.action((verb: string, id: string | undefined, flags: TokenFlags) =>
  withDatabase((database) => runToken(database, verb, id, flags, say)),
);
auditCommand.action((verb: string, flags: AuditFlags) =>
  withDatabase(async (database) => {
    process.exitCode = await runAudit(database, verb, flags, say);
  }),
);

cli.command('openapi [file]', 'Write the OpenAPI document').action(async (file?: string) => {
  const app = await buildApp({ ...loadConfig({ DATA_DIR: process.env.DATA_DIR }), logLevel: 'silent' }, null as never);
  await app.ready();
  const target = path.resolve(file ?? path.join(ROOT, 'docs/openapi.json'));
  writeFileSync(target, `${JSON.stringify(app.swagger(), null, 2)}\n`);
  await app.close();
  say(`Wrote ${target}.`);
});

cli.help();

/** Opens and migrates the database of the environment, does the work, closes it whatever happens. */
async function withDatabase(work: (database: Database, applied: string[]) => Promise<void>): Promise<void> {
  const config = loadConfig();
  // An import or a check of the whole history takes as long as it takes, and somebody sits beside it.
  const database = await openDatabase({ ...config, databaseAnswerMilliseconds: null }, say);
  try {
    const applied = await migrate(database);
    await seed(database);
    await sealReadable(database, contactKeys(config));
    await work(database, applied);
  } finally {
    await database.close();
  }
}

/** Runs the command line; an error becomes one sentence and exit code 1. */
export async function run(argv: string[]): Promise<void> {
  try {
    cli.parse(argv, { run: false });
    if (!cli.matchedCommand && !cli.options.help) {
      cli.outputHelp();
      process.exitCode = 1;
      return;
    }
    await cli.runMatchedCommand();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
