import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** Violations of WCAG 2.2 AA that axe finds, a line each. */
export async function violations(page: Page): Promise<string[]> {
  // A sheet on its way up is half transparent: its colours are those of what stays.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  // Through the debugger: the page's own policy forbids injected scripts.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run = (
      window as unknown as {
        axe: {
          run(
            options: object,
          ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>;
        };
      }
    ).axe.run;
    const { violations: found } = await run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
  });
}

/** The same in the light and then in the dark theme, without loading the page anew; each line names its theme. */
export async function inBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
