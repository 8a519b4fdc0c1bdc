/** What is new of one's own reports since they were looked at last. Pure. */
import type { Status } from '../../../server/contract/enums.ts';
import type { OwnState } from '../../../server/contract/own.ts';

/** What a report was like when it was looked at last. */
export interface Seen {
  status: Status;
  /** Official replies. */
  replies: number;
}

/** As it was just after it had been sent. */
const SENT: Seen = { status: 'new', replies: 0 };

/** What somebody should look at: a question of the staff before anything else; null when there is nothing new. */
export type News = 'question' | 'reply' | 'moved' | null;

export function newsOf(state: OwnState, seen: Seen = SENT): News {
  if (state.visibility !== 'published') return null;
  if (state.questions > 0) return 'question';
  if (state.replies > seen.replies) return 'reply';
  return state.status === seen.status ? null : 'moved';
}

/** The code in what somebody typed or pasted: of a link of a report its last part. */
export function typedCode(text: string): string {
  const [, code] = /\/r\/([^/?#\s]+)/.exec(text) ?? [];
  return (code ?? text).trim();
}
