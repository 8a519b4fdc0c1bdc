import { ERRORS, type ErrorCode, type FieldError } from '../contract/errors.ts';
import type { Problem } from '../contract/problem.ts';

interface ProblemExtra {
  errors?: FieldError[];
  challenge?: Problem['challenge'];
  conflict?: Problem['conflict'];
  /** Seconds, sent as Retry-After. */
  retryAfterSeconds?: number;
}

/** An error that a client may see: a stable code, a sentence, and where in the input. Anything else becomes a bare 500. */
export class ProblemError extends Error {
  readonly statusCode: number;
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly extra: ProblemExtra;

  constructor(code: ErrorCode, detail?: string, extra: ProblemExtra = {}) {
    super(detail ?? ERRORS[code][1]);
    this.name = 'ProblemError';
    this.statusCode = ERRORS[code][0];
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }

  /** The document on the wire (RFC 9457). */
  document(): Problem {
    const [status, title] = ERRORS[this.code];
    return {
      type: 'about:blank',
      status,
      title,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.extra.errors === undefined ? {} : { errors: this.extra.errors }),
      ...(this.extra.conflict === undefined ? {} : { conflict: this.extra.conflict }),
      ...(this.extra.challenge === undefined ? {} : { challenge: this.extra.challenge }),
    };
  }
}

/** Makes a ProblemError; the HTTP status follows from the code (contract/errors.ts). */
export function problem(code: ErrorCode, detail?: string, extra?: ProblemExtra): ProblemError {
  return new ProblemError(code, detail, extra);
}
