import type { Static } from 'typebox';
import type { SentPhoto } from '../../../../server/contract/photos.ts';
import type { LikelyDuplicates } from '../../../../server/contract/staff-merges.ts';
import type { BodyChange, Resolution } from '../../../../server/contract/staff-work.ts';
import { ask } from '../api.ts';
import { changeWith, path } from '../report/api.ts';

/** The work on one report. Every change names the version that was seen and answers with the report as it is afterwards. */
export const workApi = {
  body: changeWith<BodyChange>('/body'),
  question: changeWith<{ text: string }>('/questions', 'POST'),
  resolve: changeWith<Resolution>('/resolve', 'POST'),
  reopen: changeWith<{ note: string }>('/reopen', 'POST'),
  flagsSeen: changeWith<Record<string, never>>('/flags/seen', 'POST'),
  verdictsSeen: changeWith<Record<string, never>>('/verdicts/seen', 'POST'),
  duplicates: (id: string, signal?: AbortSignal) => ask<LikelyDuplicates>(path(id, '/duplicates'), { signal }),
  /** Sends a photo of the problem solved; it is shown once the report is resolved with it. */
  sendProof: (id: string, file: File, key: string) => {
    const body = new FormData();
    body.append('photo', file);
    return ask<Static<typeof SentPhoto>>(path(id, '/photos'), {
      method: 'POST',
      headers: { 'Idempotency-Key': key },
      body,
    });
  },
};
