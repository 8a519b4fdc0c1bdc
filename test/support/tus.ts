import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { App } from '../../server/app.ts';

interface Report {
  id: string;
  manageToken: string;
}
export interface TusAnswer {
  status: number;
  headers: Record<string, unknown>;
  /** Of a problem document. */
  code: string | undefined;
}
const TUS = { 'tus-resumable': '1.0.0' };
const PART = 'application/offset+octet-stream';

/** Asks as a tus client does. */
export async function tus(
  app: App,
  method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE',
  url: string,
  report: Report,
  headers: Record<string, string> = {},
  payload?: Buffer,
): Promise<TusAnswer> {
  const answer = await app.inject({
    method,
    url,
    headers: { ...TUS, 'manage-token': report.manageToken, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    code: answer.payload ? answer.json().code : undefined,
  };
}

/** Opens an upload of so many bytes; gives its address. */
export async function openUpload(
  app: App,
  report: Report,
  length: number,
  key: string = randomUUID(),
): Promise<string> {
  const answer = await tus(app, 'POST', `/api/reports/${report.id}/photos`, report, {
    'upload-length': String(length),
    'idempotency-key': key,
  });
  if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status} ${answer.code}`);
  return String(answer.headers.location);
}

/** Sends the next part. */
export function sendPart(app: App, url: string, report: Report, offset: number, bytes: Buffer): Promise<TusAnswer> {
  return tus(app, 'PATCH', url, report, { 'upload-offset': String(offset), 'content-type': PART }, bytes);
}

/** Begins a part over a real socket that promises `length` bytes and sends only some; the caller destroys it. */
export function beginPart(port: number, url: string, report: Report, bytes: Buffer, length: number) {
  const sending = httpRequest({
    port,
    host: '127.0.0.1',
    path: url,
    method: 'PATCH',
    headers: {
      ...TUS,
      'manage-token': report.manageToken,
      'upload-offset': '0',
      'content-type': PART,
      'content-length': String(length),
    },
  });
  // It is going to be cut.
  sending.on('error', () => undefined);
  sending.write(bytes);
  return sending;
}
