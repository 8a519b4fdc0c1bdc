import type { Static } from 'typebox';
import type { Question, Questions } from '../../../server/contract/questions.ts';
import { request, write } from '../api/client.ts';
import { myReports, type MyReport } from '../report/my-reports.ts';

/** A report that this phone sent, with what staff ask about it. */
export interface AskedReport {
  report: MyReport;
  questions: Question[];
}

const sameCode = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (code: string): string => code.replace(/[^0-9A-Za-z]/g, '').toUpperCase();

/** The reports sent from this phone among those with one of the codes; two when both were merged into one. */
export function sentFromHere(codes: readonly string[]): MyReport[] {
  return myReports().filter((mine) => codes.some((code) => sameCode(code, mine.code)));
}

export { sameCode };

/** What staff ask who sent a report. The token is the sender's proof: it is in the header, never in the address. */
export async function questionsOf(report: MyReport, signal: AbortSignal): Promise<AskedReport> {
  const { questions } = await request<Static<typeof Questions>>(`/api/reports/${report.id}/questions`, {
    headers: tokenOf(report),
    signal,
  });
  return { report, questions };
}

/** Sends an answer, once; the same words again are the same answer. */
export async function answer(report: MyReport, question: string, text: string): Promise<AskedReport> {
  const { questions } = await write<Static<typeof Questions>>(
    `/api/reports/${report.id}/questions/${question}/answer`,
    { method: 'PUT', headers: tokenOf(report), body: { text } },
  );
  return { report, questions };
}

const tokenOf = ({ manageToken }: MyReport): Record<string, string> => ({ 'Manage-Token': manageToken });
