import { CLAIM_MINUTES } from '../../../../server/contract/staff-queue.ts';
import { reportApi } from '../report/api.ts';

/** Kept well before it ends. */
const RENEW_MS = (CLAIM_MINUTES * 60_000) / 2;
/** Whoever only passes by takes nothing. */
const TAKE_AFTER_MS = 400;

/** Takes a report while somebody looks at it; `tell` says who has it when that is somebody else. Returns the giving back. */
export function holdClaim(id: string, tell: (other: string | null) => void): () => void {
  let held = false;
  let over = false;
  const take = (): void => {
    if (document.visibilityState === 'hidden') return;
    reportApi.claim(id).then(
      ({ claimed, by }) => {
        held = claimed;
        if (over) giveBack();
        else tell(claimed ? null : by);
      },
      // A claim is a courtesy: without it the versions still hold.
      () => {},
    );
  };
  const giveBack = (): void => {
    if (held) reportApi.release(id).catch(() => {});
    held = false;
  };
  const first = setTimeout(take, TAKE_AFTER_MS);
  const renewal = setInterval(take, RENEW_MS);
  return () => {
    over = true;
    clearTimeout(first);
    clearInterval(renewal);
    giveBack();
  };
}
