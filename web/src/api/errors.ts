import type { ErrorCode } from '../../../server/contract/errors.ts';
import type { Problem } from '../../../server/contract/problem.ts';

/** `network`: no answer came, or one that is not from this server. `outdated`: the server has a newer version of these pages. `no_room`: the phone has none. */
export type ApiErrorCode = ErrorCode | 'network' | 'outdated' | 'no_room';

/** Every way in which a request can fail. `status` is 0 when there was no answer; aborting throws the AbortError as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly problem: Problem | null;
  /** Seconds to wait before trying again; 0: the server named none. */
  readonly retryAfter: number;
  /** What is said of it, when whoever made it knows. */
  words?: () => string;

  constructor(code: ApiErrorCode, status = 0, problem: Problem | null = null, retryAfter = 0) {
    super(problem?.detail ?? code);
    this.code = code;
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** True for the error that `fetch` throws when its signal was aborted: nobody waits for the answer any more. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
