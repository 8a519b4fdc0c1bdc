import { describe, expect, test } from 'vitest';
import { EMPTY_ENTRY, entryBody, typedPlace } from '../../web/src/staff/entry/entry.ts';

describe('a paper form', () => {
  test('becomes a report with what was filled in, and nothing of what was left empty', () => {
    const values = { ...EMPTY_ENTRY, category: 'ROAD', area: 'alai-1' };
    expect(entryBody(values, 'ky')).toEqual({ channel: 'paper', language: 'ky', category: 'ROAD', area: 'alai-1' });
    const full = {
      ...values,
      kind: 'ROAD_MUD',
      observedAt: '2026-11-01',
      households: ' 4 ',
      landmark: ' Мектеп ',
      name: ' Айгүл ',
      consent: true,
    };
    expect(entryBody(full, 'ru')).toEqual({
      channel: 'paper',
      language: 'ru',
      category: 'ROAD_MUD',
      area: 'alai-1',
      observedAt: '2026-11-01',
      landmark: 'Мектеп',
      households: 4,
      contact: { name: 'Айгүл', consent: true },
    });
  });
  test('with coordinates has a place, as maps on the web write them: latitude first', () => {
    const values = { ...EMPTY_ENTRY, category: 'ROAD', area: 'alai-1', place: '40.4985, 72.838' };
    expect(entryBody(values, 'ky')).toMatchObject({ location: { type: 'Point', coordinates: [72.838, 40.4985] } });
    expect(entryBody(values, 'ky')).not.toHaveProperty('area');
  });
  test('with a name and no tick says so, and the server refuses it', () => {
    expect(entryBody({ ...EMPTY_ENTRY, category: 'ROAD', name: 'Айгүл' }, 'ky').contact).toEqual({
      name: 'Айгүл',
      consent: false,
    });
  });
});

test.each([
  ['40.4985, 72.838', [72.838, 40.4985]],
  ['40.4985 72.838', [72.838, 40.4985]],
  ['', null],
  ['72.838', null],
  ['1, 2, 3', null],
])('%j is the place %j', (text, place) => expect(typedPlace(text)).toEqual(place));
