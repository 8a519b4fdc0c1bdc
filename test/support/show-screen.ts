import type { Page } from '@playwright/test';
import type { Screen } from '../screens/screen.ts';
import type { Office } from './office.ts';

/**
 * Opens a screen and brings its state about, down to the last tile of its map. The context of the page has the server as its
 * base address; `office` is that of the same server.
 */
export async function showScreen(page: Page, screen: Screen, office: Office, language = 'ky'): Promise<void> {
  if (screen.staff) await office.signIn(page, screen.staff);
  const before = await screen.before?.(page, office);
  const address = new URL(before ?? screen.path, office.origin);
  address.searchParams.set('lang', language);
  await page.goto(address.href, { waitUntil: 'networkidle' });
  await screen.prepare?.(page);
  // Passes at once where there is no map.
  await page.locator('[data-map-state]:not([data-map-state=idle])').first().waitFor({ state: 'detached' });
}
