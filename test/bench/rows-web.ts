import { existsSync, readFileSync, statSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ROOT } from '../../server/root.ts';
import { browserOptions } from '../support/browser.ts';
import { atMost, type Group } from './context.ts';
import { median } from './rounds.ts';

const WEB = path.join(ROOT, 'dist/web');
const KIBIBYTE = 1024;
const PHONE = { width: 360, height: 740 };
/** "Slow 4G" of Chromium's developer tools. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const SETTLE_MILLISECONDS = 2000;
const LOAD_WITHIN_MILLISECONDS = 120_000;

interface FirstLoad {
  /** Files of dist/web, relative to it, in the order they were asked for. */
  files: string[];
  fonts: number;
  /** Bytes of the page as sent, with the first answers in it. */
  pageBytes: number;
  lcpSeconds: number;
  /** Sum of the layout shifts that nobody caused. */
  shift: number;
}

export const firstLoad: Group<'shell' | 'map' | 'lcp' | 'shift'> = {
  rows: {
    shell: {
      name: "first load, resident's page: all but the map, brotli",
      unit: 'KiB',
      goal: { ...atMost(60), gross: 75 },
    },
    map: { name: 'first load: the map, lazily, brotli', unit: 'KiB', goal: { ...atMost(400), gross: 500 } },
    lcp: { name: 'first load: LCP on slow 4G', unit: 's', goal: atMost(2.5) },
    shift: { name: 'first load: layout shift until the map is drawn', unit: 'CLS', goal: atMost(0) },
  },
  async measure(context) {
    let browser: Browser;
    try {
      browser = await chromium.launch(await browserOptions());
    } catch (error) {
      const why = `there is no browser: ${(error as Error).message.split('\n', 1)[0]}`;
      const unknown = { value: null, why };
      return { shell: unknown, map: unknown, lcp: unknown, shift: unknown };
    }
    try {
      const loads: FirstLoad[] = [];
      for (let round = 0; round < context.rounds; round++) loads.push(await load(browser, context.large.server.origin));
      const { files, fonts, pageBytes } = loads[0]!;
      const hasMapLibre = (file: string) => /maplibre/i.test(readFileSync(path.join(WEB, file), 'utf8'));
      const mapFrom = files.findIndex(hasMapLibre);
      // What is asked for once the map's code is under way is there to draw it: layers, the reader of tiles.
      const isMap = (file: string) => mapFrom >= 0 && files.indexOf(file) >= mapFrom && /assets/.test(file);
      const size = (some: string[]) => some.reduce((sum, file) => sum + brotliBytes(file), 0) / KIBIBYTE;
      const shell = size(files.filter((file) => !isMap(file)));
      const answers = ((pageBytes - brotliBytes('index.html')) / KIBIBYTE).toFixed(1);
      context.say(`  ${files.length} files, ${fonts} of them web fonts; ${answers} KiB of answers in the page`);
      return {
        shell: fonts === 0 ? { value: shell } : { value: null, why: 'there are web fonts' },
        map: { value: size(files.filter(isMap)) },
        lcp: { value: median(loads.map(({ lcpSeconds }) => lcpSeconds)) },
        shift: { value: median(loads.map(({ shift }) => shift)) },
      };
    } finally {
      await browser.close();
    }
  },
};

/** One visit with an empty cache over a slow line, until the map is there and nothing more comes. */
async function load(browser: Browser, origin: string): Promise<FirstLoad> {
  const page = await browser.newPage({ viewport: PHONE, isMobile: true, hasTouch: true, locale: 'ky-KG' });
  try {
    const files = new Set<string>();
    let fonts = 0;
    page.on('request', (request) => {
      const name = decodeURIComponent(new URL(request.url()).pathname).slice(1) || 'index.html';
      if (request.resourceType() === 'font') fonts += 1;
      if (existsSync(path.join(WEB, name)) && /\.(js|css|html|svg)$/.test(name)) files.add(name);
    });
    await page
      .context()
      .newCDPSession(page)
      .then(async (session) => {
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', SLOW_4G);
      });
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) Object.assign(window, { lcpMilliseconds: entry.startTime });
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          (window as { shift?: number }).shift! += (entry as { value?: number }).value!;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(origin, { waitUntil: 'networkidle', timeout: LOAD_WITHIN_MILLISECONDS });
    await page.waitForTimeout(SETTLE_MILLISECONDS);
    for (const worker of page.workers()) addWorker(files, worker.url());
    const shift = await page.evaluate(() => (window as { shift?: number }).shift!);
    return {
      files: [...files],
      fonts,
      pageBytes: await packedBytes(origin),
      lcpSeconds: (await lcp(page)) / 1000,
      shift,
    };
  } finally {
    await page.close();
  }
}

/** Bytes of the page as Brotli. The browser asks for that over https only, so it is asked for here. */
function packedBytes(origin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = get(origin, { headers: { 'accept-encoding': 'br' } }, (response) => {
      if (response.headers['content-encoding'] !== 'br') reject(new Error('the page does not come as Brotli'));
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
    });
    asking.on('error', reject);
  });
}

function addWorker(files: Set<string>, url: string): void {
  const name = url.startsWith('http') ? new URL(url).pathname.slice(1) : '';
  if (name !== '' && existsSync(path.join(WEB, name))) files.add(name);
}

async function lcp(page: Page): Promise<number> {
  const milliseconds = await page.evaluate(() => (window as { lcpMilliseconds?: number }).lcpMilliseconds);
  if (milliseconds === undefined) throw new Error('the browser told no largest contentful paint');
  return milliseconds;
}

/** Size as the server sends it: precompressed where that pays. */
function brotliBytes(file: string): number {
  const compressed = path.join(WEB, `${file}.br`);
  return statSync(existsSync(compressed) ? compressed : path.join(WEB, file)).size;
}
