import { OWN } from '../screens/own.ts';
import { inBothThemes } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { showScreen } from '../support/show-screen.ts';

test.use({ data: 'own:states' });

for (const screen of OWN) {
  test(`axe finds nothing in the state “${screen.name}”, light and dark`, async ({ page, office, expectFault }) => {
    // Some states are made by cutting the line; axe then tries to read the styles that did not come in its own way.
    expectFault(/ERR_INTERNET_DISCONNECTED|Failed to fetch|Applying inline style violates/);
    await showScreen(page, screen, office);
    expect(await inBothThemes(page)).toEqual([]);
  });
}
