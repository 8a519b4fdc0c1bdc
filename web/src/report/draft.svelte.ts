import type { Language, Precision } from '../../../server/contract/enums.ts';
import type { NewReport, ReportCreated } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { randomUuid } from '../api/ids.ts';
import { context } from '../state/context.ts';
import { readJson, session } from '../state/storage.ts';
import { EMPTY_DRAFT, reportBody } from './draft-rules.ts';
import type { DraftValues } from './draft-rules.ts';
import { rememberReport } from './my-reports.ts';

const KEY = 'alai.draft';
const RESULT_KEY = 'alai.sent';

/** The key of the last attempt and what it was for. */
interface Attempt {
  key: string;
  body: string;
}

/** What the result page needs; it survives a reload. */
type Sent = Pick<ReportCreated, 'id' | 'code'>;

/** A report on its way: what was typed survives a reload and every failed attempt to send it. */
export class Draft {
  values = $state<DraftValues>({ ...EMPTY_DRAFT, ...readJson<{ values: DraftValues }>(session, KEY)?.values });
  sent = $state.raw<Sent | null>(readJson<Sent>(session, RESULT_KEY));
  sending = $state(false);
  /** Share 0..1 of the calculation the server asked for, or null. */
  calculating = $state<number | null>(null);
  error = $state.raw<unknown>(null);
  #attempt: Attempt | null = readJson<{ attempt: Attempt | null }>(session, KEY)?.attempt ?? null;

  /** Call in an effect: writes what is there whenever it changes. */
  keep(): void {
    session.set(KEY, JSON.stringify({ values: this.values, attempt: this.#attempt }));
  }

  /**
   * Sends it; true when the server has acknowledged. The key stays while the body stays, so that trying again after a lost
   * answer makes no second report; an edited report is another one and gets its own key, so that no word is lost.
   */
  async send(finest: Precision, language: Language): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.error = null;
    try {
      const body = reportBody(this.values, finest, language);
      const created = await api.createReport(body, this.#keyFor(body), (share) => (this.calculating = share));
      rememberReport(created);
      this.sent = { id: created.id, code: created.code };
      session.set(RESULT_KEY, JSON.stringify(this.sent));
      this.#attempt = null;
      this.values = { ...EMPTY_DRAFT };
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.sending = false;
      this.calculating = null;
    }
  }

  /** A clean sheet for the next report. */
  startAgain(): void {
    this.values = { ...EMPTY_DRAFT };
    this.sent = null;
    this.error = null;
    session.remove(RESULT_KEY);
  }

  #keyFor(body: NewReport): string {
    const text = JSON.stringify(body);
    if (this.#attempt?.body !== text) this.#attempt = { key: randomUuid(), body: text };
    // Before the request leaves: a page that is closed meanwhile must know its key.
    this.keep();
    return this.#attempt.key;
  }
}

export const draftContext = context<Draft>('Draft');
