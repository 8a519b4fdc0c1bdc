import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { form, phonePhoto, sendPhoto } from '../support/photos.ts';
import { send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let official: Staff;
beforeAll(async () => {
  context = await testApp();
  official = await addStaff(context, 'official');
});
afterAll(() => context.close());

const read = async (id: string) => (await official.ask('GET', `/api/staff/reports/${id}`)).body;
const act = async (id: string, method: 'PATCH' | 'POST', what: string, body: object) =>
  official.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const history = async (id: string) => (await official.ask('GET', `/api/staff/reports/${id}/history`)).body.history;

test('a note is read by staff, never in public, and can be withdrawn', async () => {
  const { id } = await send(context.app);
  expect((await act(id, 'POST', 'notes', { text: ' Айыл өкмөтүнө чалдым ' })).status).toBe(200);
  expect(await history(id)).toMatchObject([
    { event: 'noted', note: 'Айыл өкмөтүнө чалдым', isPublic: false, undone: false },
    { event: 'created' },
  ]);
  expect(JSON.stringify(await publicly(id))).not.toContain('чалдым');
  expect((await act(id, 'POST', 'notes', { text: ' \n ' })).body.code).toBe('invalid_input');
  expect((await undoLast(official, id)).status).toBe(200);
  expect((await history(id))[1]).toMatchObject({ event: 'noted', undone: true });
});

describe('a question', () => {
  const own = (report: { id: string; manageToken: string }, token = report.manageToken) =>
    context.get(`/api/reports/${report.id}/questions`, { 'manage-token': token });
  const answer = (report: { id: string; manageToken: string }, question: string, text: string) =>
    context.ask(
      'PUT',
      `/api/reports/${report.id}/questions/${question}/answer`,
      { text },
      { 'manage-token': report.manageToken },
    );

  test('reaches who sent the report and nobody else, and the answer comes back once', async () => {
    const report = await send(context.app);
    const other = await send(context.app);
    await act(report.id, 'POST', 'questions', { text: 'Кайсы көчөдө?' });
    const [question] = (await own(report)).body.questions;
    expect(question).toMatchObject({ text: 'Кайсы көчөдө?', answer: null });
    expect((await own(report, other.manageToken)).body.code).toBe('manage_token_refused');
    expect((await own(report, '')).body.code).toBe('manage_token_refused');
    expect((await answer(other, question.id, 'x')).body.code).toBe('question_not_found');
    expect((await answer(report, 'x', 'x')).body.code).toBe('question_not_found');
    expect((await answer(report, question.id, 'Ленин 5')).body.questions[0]).toMatchObject({ answer: 'Ленин 5' });
    expect((await answer(report, question.id, 'Ленин 5')).status).toBe(200);
    expect((await answer(report, question.id, 'башка')).body.code).toBe('answer_given');
    expect((await read(report.id)).questions).toMatchObject([{ text: 'Кайсы көчөдө?', answer: 'Ленин 5' }]);
    expect((await history(report.id)).map((each: any) => each.event)).toEqual(['answered', 'asked', 'created']);
    expect((await publicly(report.id)).history).toHaveLength(1);
    expect(JSON.stringify(await publicly(report.id))).not.toMatch(/Ленин|көчөдө/);
  });

  test('can be taken back', async () => {
    const report = await send(context.app);
    await act(report.id, 'POST', 'questions', { text: 'Качан?' });
    await undoLast(official, report.id);
    expect((await own(report)).body.questions).toEqual([]);
    expect((await read(report.id)).questions).toEqual([]);
  });
});

describe('resolved', () => {
  test('with a photo that proves it, in one step, and taken back in one', async () => {
    const report = await send(context.app);
    const { payload, contentType } = await form(await phonePhoto(200, 150));
    const sent = await context.app.inject({
      method: 'POST',
      url: `/api/staff/reports/${report.id}/photos`,
      payload,
      headers: { ...official.headers, 'content-type': contentType },
    });
    const photo = sent.json().id;
    const solved = await act(report.id, 'POST', 'resolve', { photo, note: 'Чуңкур толтурулду' });
    expect(solved.body).toMatchObject({ status: 'resolved', resolvedAt: expect.any(String) });
    expect(await publicly(report.id)).toMatchObject({
      status: 'resolved',
      photos: [{ id: photo, proof: true }],
      history: [
        { event: 'photo' },
        { event: 'status', status: 'resolved', note: 'Чуңкур толтурулду' },
        { event: 'created' },
      ],
    });
    await undoLast(official, report.id);
    expect(await publicly(report.id)).toMatchObject({ status: 'new', photos: [] });
  });

  test('shows no photo of another report, and is opened again only with a reason', async () => {
    const [report, other] = [await send(context.app), await send(context.app)];
    const photo = await sendPhoto(context.app, other, await phonePhoto(200, 150));
    expect((await act(report.id, 'POST', 'resolve', { photo: photo.id })).body.code).toBe('photo_not_found');
    expect((await act(report.id, 'POST', 'reopen', { note: 'эрте' })).body.code).toBe('invalid_input');
    await act(report.id, 'POST', 'resolve', {});
    expect((await act(report.id, 'POST', 'reopen', {})).body.code).toBe('invalid_input');
    expect((await act(report.id, 'POST', 'reopen', { note: 'Кайра бузулду' })).body).toMatchObject({
      status: 'in_progress',
      resolvedAt: null,
    });
    expect((await publicly(report.id)).history[0]).toMatchObject({ event: 'reopened', note: 'Кайра бузулду' });
    await undoLast(official, report.id);
    expect(await read(report.id)).toMatchObject({ status: 'resolved' });
  });
});

test('every piece of work asks which version was seen', async () => {
  const { id } = await send(context.app);
  for (const [method, what, body] of [
    ['PATCH', 'body', {}],
    ['POST', 'notes', { text: 'x' }],
    ['POST', 'questions', { text: 'x' }],
    ['POST', 'resolve', {}],
    ['POST', 'reopen', { note: 'x' }],
  ] as const) {
    const path = `/api/staff/reports/${id}/${what}`;
    expect((await official.ask(method, path, body)).body.code, what).toBe('version_required');
    expect((await official.ask(method, path, body, { 'if-match': '7' })).body.code, what).toBe('version_conflict');
  }
});
