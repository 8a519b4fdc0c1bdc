import type { Language, Precision } from '../../../server/contract/enums.ts';
import { ApiError } from '../api/errors.ts';
import { randomUuid } from '../api/ids.ts';
import { outbox } from '../offline/outbox-state.svelte.ts';
import type { OutboxItem } from '../offline/outbox-rules.ts';
import { photoState } from '../offline/photo-state.svelte.ts';
import { context } from '../state/context.ts';
import { serverTime } from '../state/server-time.ts';
import { local, session } from '../state/storage.ts';
import { EMPTY_DRAFT, reportBody } from './draft-rules.ts';
import type { DraftValues } from './draft-rules.ts';
import { DRAFT_KEY, hasWork, readDraft } from './draft-kept.ts';
import { myReports } from './my-reports.ts';

const RESULT_KEY = 'alai.sent';
/** So long somebody waits for the server's answer before the phone says that it is kept here. */
const PATIENCE_MS = 4_000;

/** sent: acknowledged; kept: safe on the phone; refused: see `error`; fleeting: under way, but the phone has no room. */
type Outcome = 'sent' | 'kept' | 'refused' | 'fleeting';

/** A report as it is being written. It is kept as it grows: for this tab, and for the next opening of the browser. */
export class Draft {
  /** Its Idempotency-Key from the first letter on: whatever happens, it can become one report only. */
  key = $state('');
  values = $state<DraftValues>({ ...EMPTY_DRAFT });
  /** Key of the report just handed over; it survives a reload. */
  sent = $state.raw<string | null>(null);
  sending = $state(false);
  /** The phone had no room for it, and it is not sent yet. */
  fleeting = $state(false);
  error = $state.raw<unknown>(null);
  /** What was begun before the browser was closed has come back. */
  returned = $state(false);
  /** A report of the outbox that is changed here; it is kept there, not among drafts. */
  readonly #edits: boolean;

  /** @param edits a report of the outbox to be changed */
  constructor(edits?: OutboxItem) {
    this.#edits = edits !== undefined;
    if (edits) {
      this.key = edits.key;
      this.values = { ...EMPTY_DRAFT, ...edits.values };
      if (edits.trouble?.problem && edits.state === 'refused') this.error = errorOf(edits);
      return;
    }
    this.sent = session.get(RESULT_KEY);
    const here = readDraft(session.get(DRAFT_KEY));
    const kept = here ?? readDraft(local.get(DRAFT_KEY));
    this.key = kept?.key ?? randomUuid();
    if (kept) this.values = { ...EMPTY_DRAFT, ...kept.values };
    this.returned = here === null && kept !== null && hasWork(kept.values);
    void outbox.loaded.then(() => this.#dropIfHandedOver());
  }

  /** Call in an effect: writes what is there whenever it changes. */
  keep(): void {
    if (this.#edits) return;
    const text = JSON.stringify({ key: this.key, values: this.values, seenAt: serverTime() });
    session.set(DRAFT_KEY, text);
    if (hasWork(this.values)) local.set(DRAFT_KEY, text);
  }

  /** Hands it to the outbox and waits a little for the answer. */
  async send(finest: Precision, language: Language): Promise<Outcome | null> {
    if (this.sending) return null;
    this.sending = true;
    try {
      if (isSpent(this.error)) await this.#takeNewKey();
      this.error = null;
      this.keep();
      const lasts = await outbox.save(this.key, reportBody(this.values, finest, language), this.values);
      const item = await this.#firstAnswer();
      if (item?.state === 'refused') {
        this.error = errorOf(item);
        return 'refused';
      }
      this.fleeting = !lasts && item?.state === 'waiting';
      if (this.fleeting) return 'fleeting';
      this.handedOver();
      return item?.state === 'waiting' ? 'kept' : 'sent';
    } finally {
      this.sending = false;
    }
  }

  /** It is in better hands: what was typed is not needed here any more. */
  handedOver(): void {
    this.sent = this.key;
    session.set(RESULT_KEY, this.key);
    this.fleeting = false;
    if (this.#edits) return;
    this.#clear();
  }

  /** A clean sheet for the next report. */
  startAgain(): void {
    if (this.#edits) void outbox.remove(this.key);
    else if (this.sent === null) void photoState.removeAll(this.key);
    this.#clear();
    this.sent = null;
    this.error = null;
    session.remove(RESULT_KEY);
  }

  #clear(): void {
    this.key = randomUuid();
    this.values = { ...EMPTY_DRAFT };
    this.returned = false;
    session.remove(DRAFT_KEY);
    local.remove(DRAFT_KEY);
  }

  /** The item once the server has answered, or as it stands when nobody wants to wait any longer; undefined once sent. */
  async #firstAnswer(): Promise<OutboxItem | undefined> {
    const round = outbox.flush(true);
    // A calculation shows how far it is, and is worth waiting for.
    do await Promise.race([round, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    while (outbox.calculating !== null);
    return outbox.find(this.key);
  }

  async #takeNewKey(): Promise<void> {
    const key = randomUuid();
    await photoState.moveTo(this.key, key);
    await outbox.remove(this.key);
    this.key = key;
  }

  /** The page died between handing it over and forgetting it here. */
  #dropIfHandedOver(): void {
    const item = outbox.find(this.key);
    const waits = item?.state === 'waiting' && !outbox.fleeting.has(this.key) && !this.sending;
    if (waits || myReports().some(({ key }) => key === this.key)) this.#clear();
  }
}

/** The server has other words under this key, and this phone does not know which. */
const isSpent = (error: unknown): boolean => error instanceof ApiError && error.code === 'idempotency_key_reused';

/** What the server said of an item, as an error. */
export function errorOf({ trouble }: OutboxItem): ApiError {
  return new ApiError(trouble?.code ?? 'internal_error', trouble?.problem?.status, trouble?.problem);
}

export const draftContext = context<Draft>('Draft');
