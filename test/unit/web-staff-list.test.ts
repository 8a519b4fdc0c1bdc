import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SORT_ORDERS, STAFF_SORTS, type StaffSort } from '../../server/contract/staff-reports.ts';
import { namesOf, withChosen } from '../../web/src/staff/list/choices.ts';
import {
  countFilters,
  listOf,
  questionOf,
  sortingOf,
  turned,
  withFilter,
  withSorting,
} from '../../web/src/staff/list/filter.ts';

const at = (href: string): URLSearchParams => new URL(href, 'http://x').searchParams;
const asked = (search: string) => Object.fromEntries(at(questionOf(new URLSearchParams(search))));

test('the question has what the server knows, and nothing else of the address', () => {
  const known = 'q=суу&area=alai-1,none&category=ROAD_MUD&status=new,verified&body=mtu&from=2026-01-01&to=2026-02-01';
  expect(asked(`${known}&bbox=1,2,3,4&overdue=true&hidden=false&lang=ru&cursor=x&limit=9`)).toEqual({
    ...Object.fromEntries(new URLSearchParams(known)),
    bbox: '1,2,3,4',
    overdue: 'true',
    hidden: 'false',
    limit: '50',
  });
});

test('an order stands in the address until it is the usual one, and what is no order is the usual one', () => {
  const sorting = fc.record({
    sort: fc.constantFrom(...(Object.keys(STAFF_SORTS) as StaffSort[])),
    order: fc.constantFrom(...SORT_ORDERS),
  });
  fc.assert(
    fc.property(sorting, sorting, (before, now) => {
      const search = at(withSorting(at(withSorting(new URLSearchParams('area=alai-1'), before)), now));
      expect(sortingOf(search)).toEqual(now);
      expect(search.get('area')).toBe('alai-1');
      if (now.order === STAFF_SORTS[now.sort]) expect(search.has('order')).toBe(false);
    }),
  );
  for (const wrong of ['sort=newest', 'sort=constructor', 'order=up'])
    expect(sortingOf(new URLSearchParams(wrong))).toEqual({ sort: 'reported', order: 'desc' });
  expect(asked('sort=newest')).toEqual({ limit: '50' });
});

test('the head of a column orders its usual way first, then the other, then back', () => {
  const first = turned({ sort: 'reported', order: 'desc' }, 'due');
  expect(first).toEqual({ sort: 'due', order: 'asc' });
  expect(turned(first, 'due')).toEqual({ sort: 'due', order: 'desc' });
  expect(turned(turned(first, 'due'), 'due')).toEqual(first);
});

test('values of a filter come back as they were set, each once, and commas stay commas', () => {
  const value = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
  fc.assert(
    fc.property(fc.uniqueArray(value, { maxLength: 6 }), (values) => {
      const href = withFilter(new URLSearchParams('sort=due'), { category: values.join(',') });
      expect(href).not.toContain('%2C');
      expect(listOf(at(href), 'category')).toEqual(values);
      expect(at(href).get('sort')).toBe('due');
    }),
  );
  expect(listOf(new URLSearchParams('status= new,,new , verified'), 'status')).toEqual(['new', 'verified']);
  expect(withFilter(new URLSearchParams('status=new'), { status: '' })).toBe('/staff/reports');
});

test('a phone says how many filters it has folded away', () => {
  expect(countFilters(new URLSearchParams('q=x&sort=due'))).toBe(0);
  expect(countFilters(new URLSearchParams('q=x&area=alai-1&status=new,verified&hidden=false'))).toBe(3);
});

test('what is chosen has a name to be shown by, also when it is offered no more', () => {
  const choices = [
    { value: 'ROAD', label: 'Жолдор', parts: [{ value: 'ROAD_MUD', label: 'Баткак' }] },
    { value: 'WATER', label: 'Суу' },
  ];
  const chosen = ['GONE', 'WATER', 'ROAD_MUD', 'OLD'];
  const shown = withChosen(choices, chosen, (code) => (code === 'OLD' ? 'Эски' : undefined));
  expect(namesOf(shown, chosen)).toEqual(['Баткак', 'Суу', 'GONE', 'Эски']);
  expect(
    namesOf(
      withChosen(choices, [], () => undefined),
      [],
    ),
  ).toEqual([]);
});
