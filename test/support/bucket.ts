import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PhotoBucket } from '../../server/config.ts';

/** How the bucket treats requests. */
export type BucketBehaviour =
  | 'normal'
  | 'error' // 500
  | 'busy-once' // 503 to the next request, then normal
  | 'redirect'
  | 'reset' // closes the connection
  | 'short-body'; // closes it in the middle of an object

export interface TestBucket {
  readonly config: PhotoBucket;
  readonly objects: Map<string, Buffer>;
  readonly seen: string[];
  behave(behaviour: BucketBehaviour): void;
  close(): Promise<void>;
}

const KEY_ID = 'test-key-id';
const SECRET = 'test-secret-that-is-no-secret';
const REGION = 'test-region-1';

/**
 * An S3-compatible bucket on loopback that knows only what a client sends: it computes the signature (AWS Signature Version 4,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html) by itself and compares.
 */
export async function startBucket(): Promise<TestBucket> {
  const objects = new Map<string, Buffer>();
  const seen: string[] = [];
  let behaviour: BucketBehaviour = 'normal';
  const server = http.createServer((request, response) => {
    void readAll(request).then((body) => {
      const name = decodeURIComponent(request.url!.replace('/photos-of-alai/', ''));
      seen.push(`${request.method} ${name}`);
      const answer = (status: number, bytes: Buffer | string = '') => response.writeHead(status).end(bytes);
      if (behaviour === 'error') return answer(500);
      if (behaviour === 'reset') return request.socket.destroy();
      if (behaviour === 'redirect') return response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
      if (behaviour === 'busy-once') {
        behaviour = 'normal';
        return answer(503);
      }
      if (!signed(request, body)) return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      if (request.method === 'PUT') {
        objects.set(name, body);
        return answer(200);
      }
      if (request.method === 'DELETE') {
        objects.delete(name);
        return answer(204);
      }
      const found = objects.get(name);
      if (!found) return answer(404, '<Error><Code>NoSuchKey</Code></Error>');
      if (behaviour === 'short-body') {
        response.writeHead(200, { 'content-length': found.length });
        response.write(found.subarray(0, 10), () => request.socket.destroy());
        return;
      }
      return answer(200, found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    config: { url: `http://127.0.0.1:${port}/photos-of-alai`, region: REGION, keyId: KEY_ID, secret: SECRET },
    objects,
    seen,
    behave: (next) => (behaviour = next),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** Whether the Authorization header is what the secret makes of the request, and the body the one that was signed. */
function signed(request: IncomingMessage, body: Buffer): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (!match) return false;
  const [, keyId, day, region, names, signature] = match as unknown as [string, string, string, string, string, string];
  const declared = String(request.headers['x-amz-content-sha256']);
  if (keyId !== KEY_ID || region !== REGION) return false;
  if (request.method === 'PUT' ? declared !== sha256(body) : declared !== 'UNSIGNED-PAYLOAD') return false;
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, request.url, '', headers.join(''), names, declared].join('\n');
  const time = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', time, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce((made, text) => hmac(made, text), hmac(hmac(`AWS4${SECRET}`, day), region));
  return hmac(key, toSign).toString('hex') === signature;
}
