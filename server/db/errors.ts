import type { ErrorCode } from '../contract/errors.ts';
import { problem, ProblemError } from '../http/problem.ts';

/** SQLSTATE of a refused value -> code for the client. Only what a client's input can reach; the rest is our fault, a 500. */
const CODES_BY_CONSTRAINT: Record<string, ErrorCode> = {
  reports_category_fk: 'category_unknown',
  reports_kind_fk: 'category_unknown',
  reports_asked_area_fk: 'area_unknown',
  reports_location_range: 'location_out_of_range',
  report_supports_report_fk: 'report_not_found',
};

/** Too many connections, two changes that waited for each other, a statement that took too long: the database ended them. */
const BUSY = new Set(['53300', '40P01', '57014']);
const UNAVAILABLE = /^(08|57P0[1-5]|53[13]00|55P03|25006)/;
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
]);
const RETRY_AFTER_SECONDS = 3;

/**
 * Turns an error of the database into a problem where a client's input or a lost connection caused it; anything else is
 * returned as it is, so that it is logged whole and answered as a bare 500.
 */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  const { code = '', constraint = '' } = error as { code?: string; constraint?: string };
  const known = CODES_BY_CONSTRAINT[constraint];
  if (known) return withCause(problem(known), error);
  if (BUSY.has(code)) return withCause(problem('database_busy', undefined, retryAfter), error);
  if (
    UNAVAILABLE.test(code) ||
    UNAVAILABLE_CODES.has(code) ||
    /^(Connection terminated|timeout exceeded when trying|Query read timeout)/.test(error.message)
  ) {
    return withCause(problem('database_unavailable', undefined, retryAfter), error);
  }
  return error;
}

/** Whether a problem says that the database could not be asked. */
export function isUnavailable(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.code === 'database_unavailable';
}

const retryAfter = { retryAfterSeconds: RETRY_AFTER_SECONDS };

function withCause(problemError: ProblemError, cause: Error): ProblemError {
  problemError.cause = cause;
  return problemError;
}
