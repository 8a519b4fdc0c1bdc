// npm run schema: writes sql/schema.sql anew. A test fails while it is not what the migrations and functions make.
import { load } from './support/typescript.mjs';

const { writeSchema } = await load('test/support/write-schema.ts');
process.stdout.write(`Wrote ${await writeSchema()}.\n`);
