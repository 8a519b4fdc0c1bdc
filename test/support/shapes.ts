import type { BrowserContextOptions } from '@playwright/test';

/** The two screens everything is looked at on: a cheap phone and a planner's laptop. */
export const SHAPES = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  wide: { viewport: { width: 1440, height: 900 } },
} satisfies Record<string, BrowserContextOptions>;

/** As in Osh. */
export const PLACE = { locale: 'ky', timezoneId: 'Asia/Bishkek' } satisfies BrowserContextOptions;
