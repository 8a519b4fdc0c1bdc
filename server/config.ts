import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createECDH, randomBytes } from 'node:crypto';
import path from 'node:path';
import { ROOT } from './root.ts';

/** Everything that can be set from outside, read once, frozen. Units are in the names. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where the embedded database, the secret and caches live. Absolute. */
  readonly dataDir: string;
  /** A PostgreSQL with PostGIS; null means the embedded one in dataDir. */
  readonly databaseUrl: string | null;
  /** Key of every HMAC: manage tokens, supporters, proofs of work. */
  readonly secretKey: string;
  /** What names and phones are encrypted under, and the keys of before, which only open. */
  readonly contactKey: string;
  readonly oldContactKeys: readonly string[];
  /** Writes per client address and minute before a proof of work is asked for; 0 = no limit and no proof. */
  readonly writeLimitPerMinute: number;
  /** Reads per client address and minute; 0 = no limit. */
  readonly readLimitPerMinute: number;
  /** Longest time a client may take to send a request, body included. */
  readonly requestTimeoutSeconds: number;
  /** Fastify's trustProxy: false, true, a number of hops, or addresses. */
  readonly trustProxy: boolean | number | string;
  readonly logLevel: string;
  readonly basemapFile: string;
  /** TileJSON of an open vector tile service with OpenMapTiles or Protomaps layers, or 'off'. */
  readonly basemapUrl: string;
  readonly basemapCacheMegabytes: number;
  /** A staff session ends when it is not used for this long, */
  readonly sessionIdleSeconds: number;
  /** and after this long whatever happens. */
  readonly sessionSeconds: number;
  /** Where photos are kept; null means a directory in dataDir. */
  readonly photoBucket: PhotoBucket | null;
  /** Whether phones may keep the pages for when there is no network; false makes them forget what they kept. */
  readonly serviceWorker: boolean;
  /** How who sent a report is told of changes by mail; null: nobody can ask for it. */
  readonly mail: MailConfig | null;
  /** What whoever reads /metrics must show; null: only this machine reads it. */
  readonly metricsToken: string | null;
  /** How who sent a report is told of changes on the phone; null: nobody can ask for it. */
  readonly push: PushConfig | null;
  /** Longest wait for a database connection. */
  readonly databaseWaitMilliseconds: number;
  /** Longest wait for the answer to one statement of a request, of PostgreSQL; null = however long it takes. */
  readonly databaseAnswerMilliseconds: number | null;
}

/** An S3-compatible bucket. */
export interface PhotoBucket {
  /** Address of the bucket, with a path before the names if wanted, without a slash at the end. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

/** A server that takes mail (RFC 5321, submission RFC 6409), and what letters say of where they come from. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** `always`: from the first byte; `starttls`: not a letter without; `off`: only with a server that is trusted and near. */
  readonly tls: 'always' | 'starttls' | 'off';
  readonly login: { readonly user: string; readonly pass: string } | null;
  /** An address, or a name and an address in angle brackets. */
  readonly from: string;
  /** Where residents find the map, such as https://map.example.kg: links in letters begin with it. */
  readonly publicUrl: string;
}

/** Web push (RFC 8030) in the name of this server (VAPID, RFC 8292). */
export interface PushConfig {
  /** A point and a number of the curve P-256, base64url. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may write to: mailto: or https:. */
  readonly subject: string;
  /** Where phones may have their push service, for `isPushService`. */
  readonly services: readonly string[];
}

const SECRET_LENGTH_MIN = 32;

type Environment = Record<string, string | undefined>;

/**
 * Reads and checks the environment. Throws an Error with one sentence naming the variable and its value when one is
 * wrong. Makes DATA_DIR and, in it, the secret key (mode 0600) when they are missing.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const dataDir = path.resolve(ROOT, environment.DATA_DIR || 'data');
  const databaseUrl = environment.DATABASE_URL || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error('DATABASE_URL must start with postgres:// or postgresql://.');
  }
  mkdirSync(dataDir, { recursive: true });
  const secret = secretKey(environment, dataDir, databaseUrl !== null);
  return Object.freeze({
    host: environment.HOST || '127.0.0.1',
    port: integer(environment, 'PORT', 3000, 0, 65_535),
    dataDir,
    databaseUrl,
    secretKey: secret,
    contactKey: secretText('CONTACT_KEY', environment.CONTACT_KEY) ?? secret,
    oldContactKeys: oldContactKeys(environment.CONTACT_KEYS_OLD, secret),
    writeLimitPerMinute: integer(environment, 'WRITE_LIMIT_PER_MINUTE', 120, 0, 1_000_000),
    readLimitPerMinute: integer(environment, 'READ_LIMIT_PER_MINUTE', 6000, 0, 10_000_000),
    requestTimeoutSeconds: integer(environment, 'REQUEST_TIMEOUT_SECONDS', 300, 1, 3600),
    trustProxy: trustProxy(environment.TRUST_PROXY),
    logLevel: environment.LOG_LEVEL || 'info',
    basemapFile: path.resolve(dataDir, environment.BASEMAP_FILE || 'basemap.pmtiles'),
    basemapUrl: basemapUrl(environment.BASEMAP_URL),
    basemapCacheMegabytes: integer(environment, 'BASEMAP_CACHE_MEGABYTES', 512, 1, 1_000_000),
    sessionIdleSeconds: 60 * integer(environment, 'SESSION_IDLE_MINUTES', 480, 1, 43_200),
    sessionSeconds: 3600 * integer(environment, 'SESSION_HOURS', 168, 1, 8760),
    photoBucket: photoBucket(environment),
    serviceWorker: onOrOff(environment, 'SERVICE_WORKER'),
    metricsToken: secretText('METRICS_TOKEN', environment.METRICS_TOKEN || undefined) ?? null,
    mail: mailConfig(environment),
    push: pushConfig(environment),
    databaseWaitMilliseconds: integer(environment, 'DATABASE_WAIT_MILLISECONDS', 10_000, 100, 600_000),
    databaseAnswerMilliseconds: integer(environment, 'DATABASE_ANSWER_MILLISECONDS', 15_000, 100, 600_000),
  });
}

function integer(environment: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
  }
  return value;
}

function onOrOff(environment: Environment, name: string): boolean {
  const text = environment[name] || 'on';
  if (text !== 'on' && text !== 'off') throw new Error(`${name} must be on or off, not ${JSON.stringify(text)}.`);
  return text === 'on';
}

function trustProxy(text: string | undefined): boolean | number | string {
  if (text === undefined || text === '' || text === 'false' || text === '0') return false;
  if (text === 'true') return true;
  return /^\d+$/.test(text) ? Number(text) : text;
}

function basemapUrl(text: string | undefined): string {
  if (text === undefined || text === '') return 'https://tiles.openfreemap.org/planet';
  if (text === 'off' || /^https?:\/\//.test(text)) return text;
  throw new Error(`BASEMAP_URL must be off or an http(s) address, not ${JSON.stringify(text)}.`);
}

function photoBucket(environment: Environment): PhotoBucket | null {
  const { PHOTO_BUCKET_URL: url, PHOTO_BUCKET_KEY_ID: keyId, PHOTO_BUCKET_SECRET: secret } = environment;
  if (!url && !keyId && !secret) return null;
  if (!url || !keyId || !secret)
    throw new Error('PHOTO_BUCKET_URL, PHOTO_BUCKET_KEY_ID and PHOTO_BUCKET_SECRET are needed together.');
  if (!/^https?:\/\/[^?#]+$/.test(url)) {
    throw new Error(`PHOTO_BUCKET_URL must be an http(s) address without a query, not ${JSON.stringify(url)}.`);
  }
  return { url: url.replace(/\/+$/, ''), region: environment.PHOTO_BUCKET_REGION || 'us-east-1', keyId, secret };
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const SUBMISSION_PORTS = { 'smtp:': 587, 'smtps:': 465 };

function mailConfig(environment: Environment): MailConfig | null {
  const { SMTP_URL: text, MAIL_FROM: from, PUBLIC_URL: site } = environment;
  if (!text && !from) return null;
  if (!text || !from || !site) throw new Error('SMTP_URL, MAIL_FROM and PUBLIC_URL are needed together.');
  // It may hold a password, so no message repeats it.
  const url = URL.canParse(text) ? new URL(text) : null;
  const more = url === null ? [] : [...url.searchParams].map((pair) => pair.join('='));
  const known = url !== null && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '';
  if (!known || more.some((pair) => pair !== 'tls=off')) {
    throw new Error('SMTP_URL must be smtp://user:password@host:port or smtps://…, with nothing more but ?tls=off.');
  }
  if (!/^([^\s<>@]+@[^\s<>@]+|[^<>\r\n]* <[^\s<>@]+@[^\s<>@]+>)$/.test(from)) {
    throw new Error(`MAIL_FROM must be an address such as Map <map@example.kg>, not ${JSON.stringify(from)}.`);
  }
  const protocol = url.protocol as keyof typeof SUBMISSION_PORTS;
  const near = more.length > 0 || LOOPBACK.includes(url.hostname);
  const decoded = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? SUBMISSION_PORTS[protocol] : Number(url.port),
    tls: protocol === 'smtps:' ? 'always' : near ? 'off' : 'starttls',
    login: url.username === '' ? null : decoded,
    from,
    publicUrl: publicUrl(site),
  };
}

function publicUrl(text: string): string {
  if (!/^https?:\/\/[^/?#\s@]+\/?$/.test(text)) {
    throw new Error(`PUBLIC_URL must be an http(s) address without a path, not ${JSON.stringify(text)}.`);
  }
  return text.replace(/\/$/, '');
}

/** The services of Chrome, Firefox, Safari and Edge. */
const PUSH_SERVICES = 'fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com';

function pushConfig(environment: Environment): PushConfig | null {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = environment;
  if (!publicKey && !privateKey && !subject) return null;
  if (!publicKey || !privateKey || !subject) {
    throw new Error('VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_SUBJECT are needed together.');
  }
  if (!isKeyPair(publicKey, privateKey)) {
    throw new Error('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY are not a pair: "npx alai push-keys" makes one.');
  }
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(subject)) {
    throw new Error(`VAPID_SUBJECT must begin with mailto: or https://, not ${JSON.stringify(subject)}.`);
  }
  const services = (environment.PUSH_SERVICES || PUSH_SERVICES).split(',').map((service) => service.trim());
  const wrong = services.find((service) => !PUSH_SERVICE.test(service));
  if (wrong !== undefined) {
    throw new Error(`PUSH_SERVICES must be names of hosts, such as *.push.apple.com, not ${JSON.stringify(wrong)}.`);
  }
  // Without its service worker a phone can show nothing.
  return onOrOff(environment, 'SERVICE_WORKER') ? { publicKey, privateKey, subject, services } : null;
}

/** A host, all hosts below one, or, to try it out, a server on this machine. */
const PUSH_SERVICE = /^((\*\.)?([a-z0-9-]+\.)+[a-z]{2,}|http:\/\/127\.0\.0\.1:\d+)$/;

function isKeyPair(publicKey: string, privateKey: string): boolean {
  try {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(privateKey, 'base64url');
    return curve.getPublicKey('base64url') === publicKey;
  } catch {
    return false;
  }
}

/** Once CONTACT_KEY is set, what SECRET_KEY encrypted before still opens. */
function oldContactKeys(text: string | undefined, secret: string): string[] {
  const given = (text ?? '').split(',').map((key) => key.trim());
  return [...given.filter((key) => key !== '').map((key) => secretText('CONTACT_KEYS_OLD', key)!), secret];
}

function secretText(name: string, text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (text.length < SECRET_LENGTH_MIN) throw new Error(`${name} must have at least ${SECRET_LENGTH_MIN} characters.`);
  return text;
}

function secretKey(environment: Environment, dataDir: string, required: boolean): string {
  const given = secretText('SECRET_KEY', environment.SECRET_KEY);
  if (given !== undefined) return given;
  if (required) {
    throw new Error(
      'SECRET_KEY is required with DATABASE_URL: several servers must share it, and it must outlive them.',
    );
  }
  const file = path.join(dataDir, 'secret-key');
  if (!existsSync(file)) {
    try {
      writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process made it between the look and the write: its key is the key.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}
