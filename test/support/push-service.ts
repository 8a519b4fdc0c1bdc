import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushConfig } from '../../server/config.ts';
import { newPushKeys } from '../../server/notices/rules.ts';

/** A browser's half: its address at the service, and the key that alone opens what comes there. */
export interface Phone {
  readonly subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  /** What has come, opened. */
  readonly told: any[];
  /** What has come as the service saw it. */
  readonly raw: { headers: http.IncomingHttpHeaders; body: Buffer }[];
}

export interface PushService {
  readonly config: PushConfig;
  readonly origin: string;
  phone(): Phone;
  /** The status of every answer from now on; a redirect leads to `/elsewhere`. */
  answer(status: number): void;
  /** Requests for what no phone has. */
  readonly strays: string[];
  close(): Promise<void>;
}

const SUBJECT = 'mailto:map@example.kg';

/** A push service on loopback (RFC 8030), which knows only what a real one does, and phones behind it. */
export async function startPushService(): Promise<PushService> {
  const phones = new Map<string, { phone: Phone; open: (body: Buffer) => any }>();
  const strays: string[] = [];
  const keys = Object.fromEntries(newPushKeys().map((line) => line.split('='))) as Record<string, string>;
  let status = 201;
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const found = phones.get(request.url!);
      if (!found) {
        strays.push(`${request.method} ${request.url}`);
        return void response.writeHead(404).end();
      }
      const body = Buffer.concat(parts);
      checkSender(request.headers, origin, keys.VAPID_PUBLIC_KEY!);
      if (status === 201) {
        found.phone.raw.push({ headers: request.headers, body });
        found.phone.told.push(found.open(body));
      }
      response.writeHead(status, status === 307 ? { location: `${origin}/elsewhere` } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    strays,
    config: {
      publicKey: keys.VAPID_PUBLIC_KEY!,
      privateKey: keys.VAPID_PRIVATE_KEY!,
      subject: SUBJECT,
      services: [origin],
    },
    phone() {
      const curve = createECDH('prime256v1');
      const [own, auth] = [curve.generateKeys(), randomBytes(16)];
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      const subscription = {
        endpoint: origin + path,
        keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
      };
      const phone: Phone = { subscription, told: [], raw: [] };
      phones.set(path, { phone, open: (body) => JSON.parse(opened(body, curve, own, auth)) });
      return phone;
    },
    answer: (next) => (status = next),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** aes128gcm in one record (RFC 8188) under the keys of RFC 8291, written from the RFCs. */
function opened(body: Buffer, curve: ReturnType<typeof createECDH>, own: Buffer, auth: Buffer): string {
  const [salt, idLength] = [body.subarray(0, 16), body[20]!];
  const sender = body.subarray(21, 21 + idLength);
  const derived = (secret: Buffer, by: Buffer, info: Buffer | string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, by, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), own, sender]);
  const secret = derived(curve.computeSecret(sender), auth, info, 32);
  const key = derived(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derived(secret, salt, 'Content-Encoding: nonce\0', 12);
  const record = body.subarray(21 + idLength);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
  const text = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
  return text.subarray(0, text.lastIndexOf(2)).toString('utf8');
}

/** VAPID (RFC 8292): who sends is who says so, to this service, for a day at most. Throws otherwise. */
function checkSender(headers: http.IncomingHttpHeaders, origin: string, publicKey: string): void {
  const [, token = '', key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: jwk, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  const seconds = exp - Date.now() / 1000;
  if (!signed || key !== publicKey || aud !== origin || sub !== SUBJECT || seconds <= 0 || seconds > 86_400) {
    throw new Error(`VAPID: ${JSON.stringify({ signed, aud, sub, seconds })}`);
  }
}
