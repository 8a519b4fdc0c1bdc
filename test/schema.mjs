// npm run schema: writes sql/schema.sql, docs/rights.md and the table of docs/privacy.md anew. Tests fail while they are not what migrations,
// functions, routes and attempts make.
import { load } from './support/typescript.mjs';

const { writeAttempts, writeRights, writeSchema } = await load('test/support/write-schema.ts');
process.stdout.write(`Wrote ${await writeSchema()}.\n`);
process.stdout.write(`Wrote ${writeRights()}.\n`);
process.stdout.write(`Wrote ${writeAttempts()}.\n`);
