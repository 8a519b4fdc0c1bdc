import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../server/root.ts';

const FOLDER = path.join(ROOT, 'sql/queries/staff_reports');

test.each(readdirSync(FOLDER))('%s knows no report outside the areas of whoever asks', (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  // It reads no report: it says whether a place lies within those areas.
  if (file === 'place_within.sql') return;
  // It follows an update in the same transaction, which asked already.
  if (file === 'insert_history.sql' || file === 'attach.sql') return;
  expect(text).toMatch(/^-- params: limitAreas\b/m);
  const reads = /staff_(filtered_)?reports\(\s*:limitAreas::integer\[\]/.test(text);
  const asks = /area_id = any \(:limitAreas::integer\[\]\)/.test(text);
  expect(reads || asks).toBe(true);
  if (!asks) expect(text).not.toMatch(/\b(from|join|update)\s+reports\b/);
});
