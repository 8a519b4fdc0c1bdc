import { expect, test } from 'vitest';
import type { StaffUser } from '../../server/contract/staff.ts';
import { changeOf, inOrder, isLogin } from '../../web/src/staff/users/rules.ts';

const user = (id: number, name: string, state: StaffUser['state']): StaffUser => ({
  id,
  login: `u${id}`,
  name,
  role: 'moderator',
  areas: ['alai-1', 'alai-2'],
  totp: false,
  state,
  createdAt: '2026-11-01T00:00:00Z',
  seenAt: null,
  linkExpiresAt: null,
});

test('who works stands first, then who was invited, then who left, each by name', () => {
  const users = [
    user(1, 'Г', 'erased'),
    user(2, 'В', 'disabled'),
    user(3, 'А', 'invited'),
    user(4, 'Я', 'active'),
    user(5, 'Б', 'active'),
  ];
  expect(inOrder(users).map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
});

test('only what differs is sent, so that what a colleague changes meanwhile in another field stays', () => {
  const before = user(1, 'Аида', 'active');
  expect(changeOf(before, { name: 'Аида', role: 'moderator', areas: ['alai-2', 'alai-1'] })).toEqual({});
  expect(changeOf(before, { name: 'Аида', role: 'moderator', areas: null })).toEqual({ areas: null });
  expect(changeOf({ ...before, areas: null }, { name: 'Аида', role: 'planner', areas: ['alai-1'] })).toEqual({
    role: 'planner',
    areas: ['alai-1'],
  });
  // An administrator is never limited: both go together.
  expect(changeOf(before, { name: 'Аида А.', role: 'admin', areas: null })).toEqual({
    name: 'Аида А.',
    role: 'admin',
    areas: null,
  });
});

test('a login is what the server takes, whatever its case', () => {
  for (const good of ['Aida@Example.kg', ' kanat ', 'a1', 'a+b_c-d.e@x']) expect(isLogin(good), good).toBe(true);
  for (const bad of ['', 'a', 'Айжан', 'a b', '-a', `a${'b'.repeat(100)}`]) expect(isLogin(bad), bad).toBe(false);
});
