import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProvidedContext } from 'vitest';
import type { TestProject } from 'vitest/node';
import { findPostgres, onceOn, startPostgres } from './postgres.ts';
import { embeddedTemplate, makePostgresTemplate } from './template.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What testDatabase() copies for each test file. */
    engine: { name: 'postgres'; url: string; template: string } | { name: 'embedded'; template: string };
    /** Temporary directory that is removed when the run ends. */
    scratch: string;
  }
}

type Made = { engine: ProvidedContext['engine']; stop: () => Promise<void> };

// Several projects of one run share one cluster; each of them loads this module anew.
const shared = globalThis as typeof globalThis & { alaiTestEngines?: Map<string, Promise<Made>> };

/** Before the files of a project that uses a database: starts the engine its ALAI_TEST_ENGINE names, and makes the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = project.config.env.ALAI_TEST_ENGINE === 'embedded' ? 'embedded' : 'postgres';
  const engines = (shared.alaiTestEngines ??= new Map());
  if (!engines.has(name)) engines.set(name, name === 'embedded' ? startEmbedded() : startRealPostgres());
  const { engine, stop } = await engines.get(name)!;
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'alai-test-'));
  project.provide('engine', engine);
  project.provide('scratch', scratch);
  return async () => {
    rmSync(scratch, { recursive: true, force: true });
    engines.delete(name);
    await stop();
  };
}

async function startEmbedded(): Promise<Made> {
  return { engine: { name: 'embedded', template: await embeddedTemplate() }, stop: async () => undefined };
}

async function startRealPostgres(): Promise<Made> {
  const source = findPostgres();
  if (source === null) throw new Error('No PostgreSQL with PostGIS found: set TEST_DATABASE_URL or install one.');
  const server = await startPostgres(source);
  const template = await makePostgresTemplate(server.url);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await onceOn(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  return { engine: { name: 'postgres', url: server.url, template }, stop: () => (stopping ??= stop()) };
}
