import { expect } from '@playwright/test';
import type { Browser } from '@playwright/test';
import type { Role } from '../../server/contract/rights.ts';
import type { Office } from './office.ts';

/** What staff do from their own browser, with its page. */
export async function atWork(browser: Browser, office: Office, role: Role = 'admin') {
  const context = await browser.newContext({ baseURL: office.origin });
  const page = await context.newPage();
  await office.signIn(page, role);
  const change = async (method: 'POST' | 'PATCH', id: string, what: string, data: object) => {
    const { version } = await read(id);
    const headers = { 'if-match': String(version) };
    const answer = await page.request.fetch(`/api/staff/reports/${id}/${what}`, { method, headers, data });
    expect(answer.ok()).toBe(true);
  };
  const act = (id: string, what: string, data: object) => change('POST', id, what, data);
  const status = (id: string, status: string) => change('PATCH', id, 'status', { status });
  const read = async (id: string) => (await page.request.get(`/api/staff/reports/${id}`)).json();
  /** A reply of the first body there is. */
  const reply = async (id: string, data: object) => {
    const { bodies } = await (await page.request.get('/api/config')).json();
    const reports = [{ id, version: (await read(id)).version }];
    const answer = await page.request.post('/api/staff/replies', { data: { ...data, body: bodies[0].code, reports } });
    expect(answer.ok()).toBe(true);
  };
  const merge = async (keep: string, other: string) => {
    const seen = async (id: string) => ({ id, version: (await read(id)).version });
    const data = { keep: await seen(keep), reports: [await seen(other)] };
    expect((await page.request.post('/api/staff/merges', { data })).ok()).toBe(true);
  };
  return { act, status, read, reply, merge, page, end: () => context.close() };
}
