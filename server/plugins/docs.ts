import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app.ts';
import { ERRORS } from '../contract/errors.ts';

/** OpenAPI 3.1 made from the contract, and a page to read it, both served from here. */
export async function docs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Alai map',
        version: '1',
        description: `Reports of problems in access to services in Alai 1 and Alai 2. Coordinates are [longitude, latitude], WGS 84; times RFC 3339, UTC.\n\nEvery error is a problem document (RFC 9457) with one of these codes:\n\n${errorTable()}`,
        license: { name: 'MIT' },
      },
      tags: [
        { name: 'catalog', description: 'What there is to report' },
        { name: 'areas', description: 'Boundaries' },
        { name: 'reports', description: 'Send, list, read, follow, support' },
        { name: 'photos', description: "Send photos of one's report, see published ones" },
        { name: 'analysis', description: 'Counts and density' },
        {
          name: 'own reports',
          description: 'What who sent a report does with it later; the manage token is the proof',
        },
        { name: 'exports', description: 'Layers as files' },
        { name: 'feeds', description: 'What feed readers follow' },
        { name: 'basemap', description: 'Background map' },
        { name: 'operations', description: 'For those who run it' },
        { name: 'staff', description: 'For those who look after it; `x-right` is the right a route needs' },
      ],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: '__Host-alai_session', description: 'POST /api/session' },
          token: { type: 'http', scheme: 'bearer', description: 'an API token' },
        },
      },
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    // Its own default lets in pictures of a foreign validator; inline styles it cannot do without.
    staticCSP: "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    uiConfig: { docExpansion: 'list', validatorUrl: null },
    theme: { title: 'Alai map API' },
  });
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(([code, [status, title]]) => `| ${code} | ${status} | ${title} |`);
  return ['| code | status | meaning |', '|---|---|---|', ...rows].join('\n');
}
