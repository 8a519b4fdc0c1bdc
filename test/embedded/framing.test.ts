import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Framer,
  cstring,
  errorResponse,
  message,
  readReply,
  readyForQuery,
} from '../../server/db/embedded/messages.ts';
import { Names } from '../../server/db/embedded/names.ts';
import { channelOf, copiesFromStdin, refuseCopy, sqlOf } from '../../server/db/embedded/refusals.ts';
import { wire } from './wire.ts';

const startup = wire.startup({ user: 'postgres', database: 'postgres' });
const name = fc.string({ unit: fc.constantFrom('a', 'b', 'ң', '7'), maxLength: 30 });
const text = fc.string({ unit: fc.constantFrom('s', ' ', 'ү', "'"), maxLength: 300 });
const frontendMessage = fc.oneof(
  text.map((sql) => wire.query(sql)),
  fc.tuple(name, text).map(([statement, sql]) => wire.parse({ name: statement, text: sql })),
  fc
    .tuple(name, name, fc.array(fc.option(text), { maxLength: 5 }))
    .map(([portal, statement, values]) => wire.bind({ portal, statement, values })),
  fc.tuple(name, fc.nat(9)).map(([portal, rows]) => wire.execute({ portal, rows })),
  fc.constantFrom(wire.sync(), wire.flush(), wire.end()),
);

function cut(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('cutting a client’s bytes into messages', () => {
  test('gives the same messages however the bytes are chunked', () => {
    fc.assert(
      fc.property(fc.array(frontendMessage, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 40 }), (sent, cuts) => {
        const all = [startup, ...sent];
        const framer = new Framer();
        const got = cut(Buffer.concat(all), cuts).flatMap((chunk) => framer.push(chunk));
        expect(got.map(({ bytes }) => bytes.toString('hex'))).toEqual(all.map((bytes) => bytes.toString('hex')));
        expect(got.map(({ type }) => type)).toEqual(['', ...sent.map((bytes) => String.fromCharCode(bytes[0]!))]);
      }),
    );
  });

  test('takes a request for encryption before the startup', () => {
    const framer = new Framer();
    const got = framer.push(Buffer.concat([wire.requestSsl(), startup, wire.sync()]));
    expect(got.map(({ type }) => type)).toEqual(['', '', 'S']);
  });

  test('refuses a length that no message can have', () => {
    for (const length of [0, 3, -1, 0x7fffffff]) {
      const framer = new Framer();
      framer.push(startup);
      const bad = Buffer.from('Q\0\0\0\0');
      bad.writeInt32BE(length, 1);
      expect(() => framer.push(bad)).toThrow(`invalid message length ${length}`);
    }
  });
});

describe('a client’s names', () => {
  const bytesOf = (names: Names, bytes: Buffer, ownsUnnamed = true) =>
    names.translate({ type: String.fromCharCode(bytes[0]!), bytes }, ownsUnnamed).toString('latin1');

  test('never meet another client’s, not even when they are longer than the engine looks', () => {
    const [one, two] = [new Names(1), new Names(2)];
    const long = 'n'.repeat(80);
    const parse = (name: string) => message('P', cstring(name), cstring('select 1'), Buffer.alloc(2));
    const parses = [bytesOf(one, parse(long)), bytesOf(one, parse(`${long}x`)), bytesOf(two, parse(long))];
    expect(new Set(parses).size).toBe(3);
    expect(one.prepared()).toHaveLength(2);
  });

  test('leave everything else in the message as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.option(text), { maxLength: 5 }), text, (values, sql) => {
        const names = new Names(7);
        const bind = bytesOf(names, wire.bind({ statement: 's', portal: 'p', values }));
        expect(bind).toBe(wire.bind({ portal: 'c7_1', statement: 'c7_2', values }).toString('latin1'));
        const parse = bytesOf(names, wire.parse({ name: 's', text: sql, types: [23] }));
        expect(parse).toBe(wire.parse({ name: 'c7_2', text: sql, types: [23] }).toString('latin1'));
      }),
    );
  });

  test('are forgotten when the statement is closed', () => {
    const names = new Names(1);
    bytesOf(names, wire.parse({ name: 's', text: 'select 1' }));
    bytesOf(names, wire.close({ type: 'S', name: 's' }));
    expect(names.prepared()).toEqual([]);
  });

  test('do not lead to another client’s unnamed statement', () => {
    expect(bytesOf(new Names(1), wire.bind({}), false)).toContain('gone');
    expect(bytesOf(new Names(1), wire.bind({}), true)).not.toContain('gone');
  });
});

describe('reading the engine’s reply', () => {
  test('keeps what is for the client, in order, without the engine’s own two ReadyForQuery', () => {
    const notification = message('A', Buffer.alloc(4), cstring('channel'), cstring('payload'));
    const [parsed, error] = [message('1'), errorResponse('22012', 'division by zero')];
    const reply = readReply(Buffer.concat([parsed, notification, error, readyForQuery('I'), readyForQuery('E')]));
    expect(Buffer.concat(reply.body)).toEqual(Buffer.concat([parsed, error]));
    expect(reply).toMatchObject({ status: 'E', failed: true, notifications: [{ channel: 'channel' }] });
  });

  test('knows the tags of the commands that were done', () => {
    const reply = readReply(Buffer.concat([message('C', cstring('LISTEN')), message('C', cstring('SELECT 1'))]));
    expect(reply).toMatchObject({ tags: ['LISTEN', 'SELECT 1'], status: undefined, failed: false });
  });
});

describe('what the engine must not be asked', () => {
  test.each([
    'copy t from stdin',
    ' COPY t (a, b)\n FROM STDIN with (format csv)',
    'select 1; copy "t" from stdin',
    '/* load */ copy t from stdin',
  ])('finds copying in: %s', (sql) => expect(copiesFromStdin(sql)).toBe(true));

  test.each([
    'copy t to stdout',
    "select 'copy t from stdin'",
    'select $$; copy t from stdin$$',
    '-- copy t from stdin\nselect 1',
    'select stdin from copy',
  ])('leaves alone: %s', (sql) => expect(copiesFromStdin(sql)).toBe(false));

  test('replaces only the SQL of the statement', () => {
    const bytes = wire.parse({ name: 's', text: 'copy t from stdin', types: [23] });
    const refused = refuseCopy({ type: 'P', bytes });
    const sql = sqlOf(refused)!;
    expect(sql).toContain('0A000');
    expect(refused.bytes).toEqual(wire.parse({ name: 's', text: sql, types: [23] }));
  });

  test('spells a channel as the engine does', () => {
    expect(channelOf('listen', 'LISTEN Reports;')).toBe('reports');
    expect(channelOf('listen', 'listen "Re""p"')).toBe('Re"p');
    expect(channelOf('unlisten', 'unlisten *')).toBe('*');
    expect(channelOf('unlisten', 'select 1')).toBeUndefined();
  });
});
