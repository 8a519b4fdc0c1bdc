import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgivenWords } from '../../server/search/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';

const TEXTS = {
  bridge: {
    category: 'ROAD_BRIDGE',
    description: 'Көпүрө бузулуп калды, балдар өтө албайт',
    landmark: 'Манас мектеби',
  },
  water: { category: 'WATER_CUT', description: 'Суу үч күндөн бери жок', landmark: 'көк дарбаза' },
  light: { category: 'LIGHT_NONE', description: 'Жарык жок, түнкүсүн караңгы', landmark: null },
  russian: { category: 'ROAD_MUD', description: 'Нет освещения возле школы', landmark: null },
} as const;
let context: TestApp;
const reports = new Map<string, { id: string; code: string }>();
beforeAll(async () => {
  context = await testApp();
  for (const [name, { category, description, landmark }] of Object.entries(TEXTS)) {
    const { id, code } = await send(context.app, { category, description: 'купуя сөздөр', landmark: 'жашыруун' });
    reports.set(name, { id, code });
    await query(
      context.database,
      'update reports set published_description = $2, published_landmark = $3 where id = $1',
      [id, description, landmark],
    );
  }
  await context.app.live.wake();
});
afterAll(() => context.close());

/** Names of the reports that the list finds, and that the map counts. */
async function found(q: string): Promise<string[]> {
  const { features } = (await context.get(`/api/reports?q=${encodeURIComponent(q)}`)).body;
  const names = [...reports].filter(([, { id }]) => features.some((each: any) => each.id === id)).map(([name]) => name);
  const { total } = (await context.get(`/api/statistics?by=kind&q=${encodeURIComponent(q)}`)).body;
  expect(total.count ?? total, q).toBe(names.length);
  return names;
}

describe('a search', () => {
  test.each([
    ['көпүрө', ['bridge']],
    ['копуро', ['bridge']],
    ['КОПУРО', ['bridge']],
    ['күндөн', ['water']],
    ['куНДон', ['water']],
    ['караңгы', ['light']],
    ['карангы', ['light']],
    ['КАРАҢГЫ', ['light']],
    ['мектеби', ['bridge']],
    ['мектеп', ['bridge']],
  ])('finds "%s" whatever the keyboard has', async (q, names) => {
    expect(await found(q)).toEqual(names);
  });

  test.each([
    ['көпүр', 'the beginning', ['bridge']],
    ['көпрүө', 'exchanged letters', ['bridge']],
    ['көпөрө', 'a wrong letter', ['bridge']],
    ['көүрө', 'a missing letter', ['bridge']],
    ['көппүрө', 'a letter too much', ['bridge']],
    ['жарык жко', 'short words as they are', []],
    ['жраык жок', 'two words, one of them mistyped', ['light']],
    ['дабралар', 'quite another word', []],
    ['осевщения', 'Russian as well', ['russian']],
    ['освешения школы', 'Russian as well', ['russian']],
  ])('forgives "%s": %s', async (q, _what, names) => {
    expect(await found(q)).toEqual(names);
  });

  test('takes a word that is there as it is, and looks for no others', async () => {
    expect(await forgivenWords(context.database, 'жарык:*')).toBe('жарык:*');
    expect(await forgivenWords(context.database, 'жраык:*')).toBe("('жарык':*)");
  });

  test('finds a report by its code, typed anyhow, and that of a merged one at the report it is counted with', async () => {
    const { code } = reports.get('water')!;
    for (const typed of [
      code,
      code.toLowerCase(),
      `${code.slice(0, 4)}-${code.slice(4)}`,
      ` ${code.slice(0, 3)} ${code.slice(3)}`,
    ])
      expect(await found(typed), typed).toEqual(['water']);
    expect(await found(code.slice(0, 7))).toEqual([]);
    const other = await send(context.app, { category: 'WATER_CUT' });
    await query(context.database, 'update reports set merged_into = $2, status = $3 where id = $1', [
      other.id,
      reports.get('water')!.id,
      'duplicate',
    ]);
    await context.app.live.wake();
    expect(await found(other.code)).toEqual(['water']);
    const hidden = await send(context.app);
    await query(context.database, "update reports set hidden_at = now(), hidden_reason = 'spam' where id = $1", [
      hidden.id,
    ]);
    await context.app.live.wake();
    expect(await found(hidden.code)).toEqual([]);
  });

  test('never finds what is not published: neither text nobody looked at nor the landmark of a coarse place, mistyped or not', async () => {
    for (const q of ['купуя', 'купяу', 'жашыруун', 'жашырун', 'дарбаза', 'дабраза', 'дарбза'])
      expect(await found(q), q).toEqual([]);
    const words = await query<{ word: string }>(context.database, 'select word from search_words');
    expect(words.map(({ word }) => word).filter((word) => /купуя|жашыруун|дарбаза/.test(word))).toEqual([]);
  });

  test('takes any characters for what they are', async () => {
    for (const q of ["'", '%', '_', '\\', "о'к", '!!!', 'a:*', '&|!', 'х'.repeat(200), '😀😀😀😀'])
      expect((await context.get(`/api/reports?q=${encodeURIComponent(q)}`)).status, q).toBe(200);
  });
});

test('the words of texts are found by an index, not by reading them all', async () => {
  await context.database.script(`
    insert into search_words select 'сөз' || n, word_variants('сөз' || n) from generate_series(1, 20000) as n;
    analyze search_words;`);
  const plan = async (text: string) =>
    (await query<{ 'QUERY PLAN': string }>(context.database, `explain ${text}`))
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  expect(await plan("select word from search_words where variants && mistyped_variants('копрую')")).toContain(
    'search_words_variants_index',
  );
  expect(
    await plan("select from search_words where word ~>=~ 'копуро' and word ~<~ ('копуро' || chr(1114111))"),
  ).toContain('search_words_word_index');
});
