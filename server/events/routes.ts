import type { ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { Type } from 'typebox';

/** Comments that keep proxies from closing a quiet connection. */
const HEARTBEAT_MILLISECONDS = 25_000;
/** Changes of this long are told as one. */
const COALESCE_MILLISECONDS = 250;
/** Browsers connect again after this; spread by the client. */
const RETRY_MILLISECONDS = 3000;
/** Bytes a slow listener may be behind before it is let go; it connects again and asks for what it missed. */
const BEHIND_BYTES_MAX = 64 * 1024;

type Box = [number, number, number, number];

/**
 * Server-sent events: `version` with {version, bbox} when published data changes; bbox is where, null for anywhere. One
 * text is made for all listeners, and a storm of changes is told four times a second.
 */
export async function eventRoutes(app: App): Promise<void> {
  const listeners = new Set<ServerResponse>();
  let pending: { version: number; bbox: Box | null } | null = null;

  const send = (text: string) => {
    for (const listener of listeners) {
      if (listener.writableLength > BEHIND_BYTES_MAX) listener.destroy();
      else listener.write(text);
    }
  };
  const flush = () => {
    if (pending) send(versionEvent(pending));
    pending = null;
  };
  const stopListening = app.live.listen((change) => {
    if (!pending) setTimeout(flush, COALESCE_MILLISECONDS).unref();
    pending = pending ? { version: change.version, bbox: union(pending.bbox, change.bbox) } : change;
  });
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MILLISECONDS);
  heartbeat.unref();

  // Before the server closes, or it would wait for them for ever.
  app.addHook('preClose', async () => {
    stopListening();
    clearInterval(heartbeat);
    for (const listener of listeners) listener.end();
  });

  app.get(
    '/api/events',
    {
      logLevel: 'warn',
      schema: {
        tags: ['analysis'],
        summary: 'Server-sent events: version when published data changes',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: Type.String({ description: 'text/event-stream' }) },
      },
    },
    (_request, reply) => {
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      };
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, headers as Record<string, string>);
      raw.write(`retry: ${RETRY_MILLISECONDS}\n${versionEvent({ version: app.live.version, bbox: null })}`);
      listeners.add(raw);
      raw.on('close', () => listeners.delete(raw));
    },
  );
}

function versionEvent(change: { version: number; bbox: Box | null }): string {
  return `event: version\nid: ${change.version}\ndata: ${JSON.stringify(change)}\n\n`;
}

/** The box around both; null, anywhere, swallows all. */
function union(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return null;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
