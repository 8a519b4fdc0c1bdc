import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import type { PhotoBucket } from '../config.ts';
import { storageProblem } from './storage.ts';
import type { PhotoStorage } from './storage.ts';

const ANSWER_WITHIN_MILLISECONDS = 20_000;
/** After a 5xx or 429 of the bucket; somebody is waiting. */
const RETRIES = 2;

/**
 * Objects in an S3-compatible bucket, requests signed by AWS Signature Version 4. The bucket need not be public: pictures go
 * through this server. Objects are written whole or not at all, and are durable once the bucket has answered.
 */
export function bucketStorage({ url, region, keyId, secret }: PhotoBucket): PhotoStorage {
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 's3',
    region,
    retries: RETRIES,
  });

  async function ask(method: 'GET' | 'PUT' | 'DELETE', name: string, body?: Buffer): Promise<Response> {
    try {
      const answer = await client.fetch(`${url}/${name}`, {
        method,
        // Signed for this host only.
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS),
        ...(body && { body: new Uint8Array(body), headers: headersOf(body) }),
      });
      if (answer.ok || answer.status === 404) return answer;
      await answer.body?.cancel();
      throw new Error(`the bucket answered ${answer.status} to ${method}`);
    } catch (error) {
      throw storageProblem(error);
    }
  }

  return {
    async put(name, bytes) {
      const answer = await ask('PUT', name, bytes);
      await answer.body?.cancel();
      if (!answer.ok) throw storageProblem(new Error('there is no such bucket'));
    },
    async get(name) {
      const answer = await ask('GET', name);
      if (!answer.ok) {
        await answer.body?.cancel();
        return null;
      }
      try {
        // Read whole, it is small: a phone may take longer over it than a bucket may.
        const bytes = Buffer.from(await answer.arrayBuffer());
        return { stream: Readable.from([bytes]), bytes: bytes.length };
      } catch (error) {
        throw storageProblem(error);
      }
    },
    async delete(name) {
      await (await ask('DELETE', name)).body?.cancel();
    },
  };
}

/** The hash is signed, so that the bucket refuses bytes that changed on the way. */
function headersOf(body: Buffer): Record<string, string> {
  return { 'content-type': 'image/jpeg', 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
}
