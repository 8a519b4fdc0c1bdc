import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

/** Software rendering that draws WebGL2 without a graphics card, and nothing that would call home. */
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Names are not even looked up: what a page asks of another host fails whatever the network. One name leads here, because
  // a plain address with a name has no secure context, as in a hall.
  '--host-resolver-rules=MAP alai.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** How to start the Chromium of this machine: CHROMIUM_PATH, the system's, or the one of npm. */
export async function browserOptions(): Promise<LaunchOptions> {
  return { executablePath: await chromiumPath(), args: FLAGS };
}

async function chromiumPath(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names no file: ${given}`);
    return given;
  }
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  // Read at import: it then unpacks the libraries that a bare system lacks, beside the browser.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
