// npm run schema: writes sql/schema.sql and docs/rights.md anew. Tests fail while they are not what migrations, functions and routes make.
import { load } from './support/typescript.mjs';

const { writeRights, writeSchema } = await load('test/support/write-schema.ts');
process.stdout.write(`Wrote ${await writeSchema()}.\n`);
process.stdout.write(`Wrote ${writeRights()}.\n`);
