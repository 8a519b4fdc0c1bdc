import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { ErrorCode, FieldError, FieldErrorCode } from '../contract/errors.ts';
import { databaseProblem } from '../db/errors.ts';
import { problem, ProblemError } from './problem.ts';

/** Fastify's own errors that a client can cause -> our codes. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

/** Errors of a connection, before there is a request -> our codes. */
const CONNECTION_CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

const KEYWORD_CODES: Record<string, FieldErrorCode> = {
  required: 'required',
  additionalProperties: 'unknown_property',
  type: 'wrong_type',
  maxLength: 'too_long',
  maxItems: 'too_long',
  minLength: 'too_short',
  minItems: 'too_short',
  minimum: 'out_of_range',
  maximum: 'out_of_range',
  enum: 'unknown_value',
  const: 'unknown_value',
};

/** One error handler for everything: a problem document for the client, the whole error in the log. */
export function handleErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(asProblem(error), error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(problem('not_found'), null, request, reply));
}

/** Fastify's options for what goes wrong before a route is found, or before there is a request at all. */
export const earlyErrors = {
  frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    void sendProblem(asProblem(error), error, request, reply);
  },
  clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => {
    // A reset connection hears nothing more.
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const body = problem(CONNECTION_CODES[error.code ?? ''] ?? 'malformed_request').document();
    const text = JSON.stringify(body);
    socket.end(
      `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
  },
};

function sendProblem(answer: ProblemError, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.statusCode >= 500) request.log.error({ err: error, code: answer.code }, 'request failed');
  if (answer.extra.retryAfterSeconds !== undefined) reply.header('retry-after', String(answer.extra.retryAfterSeconds));
  return reply
    .code(answer.statusCode)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(answer.document());
}

function asProblem(error: FastifyError): ProblemError {
  const known = databaseProblem(error);
  if (known instanceof ProblemError) return known;
  if (error.validation) return validationProblem(error);
  const code = FASTIFY_CODES[error.code];
  if (code) return problem(code);
  if (error instanceof SyntaxError && error.statusCode === 400) return problem('malformed_json');
  if (error.statusCode !== undefined && error.statusCode < 500)
    return problem(error.statusCode === 404 ? 'not_found' : 'invalid_input');
  return problem('internal_error');
}

/** Every fault of the input at once, as paths and codes. */
function validationProblem(error: FastifyError): ProblemError {
  const faults = error.validation!.map((fault): FieldError & { extra: string | undefined } => {
    const { missingProperty, additionalProperty } = fault.params as Record<string, string | undefined>;
    const path = [...fault.instancePath.split('/').slice(1), missingProperty ?? additionalProperty].filter(
      (part) => part !== undefined,
    );
    return { path: path.join('.'), code: KEYWORD_CODES[fault.keyword] ?? 'malformed', extra: additionalProperty };
  });
  const errors = faults.map(({ path, code }) => ({ path, code }));
  if (error.validationContext === 'querystring') {
    const unknown = faults.find((fault) => fault.extra !== undefined);
    if (unknown) return problem('unknown_parameter', unknown.path.slice(0, 100), { errors });
  }
  return problem(
    'invalid_input',
    errors
      .map(({ path, code }) => `${path || 'body'}: ${code}`)
      .join(', ')
      .slice(0, 500),
    { errors },
  );
}
