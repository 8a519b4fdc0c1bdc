import type { Page } from '@playwright/test';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { atWork } from '../support/at-work.ts';
import type { Office } from '../support/office.ts';
import { fillPhone, keepDraft, keepOnPhone, sendReport } from '../support/pages.ts';
import { phonePhoto } from '../support/photos.ts';
import { press, said } from '../support/said.ts';
import type { Screen } from './screen.ts';

/** A report that is ready to be sent. */
const written = (page: Page): Promise<void> =>
  keepDraft(page, {
    placeBy: 'area',
    area: 'alai-2',
    landmark: 'Дүкөндүн артында',
    category: 'WASTE',
    kind: 'WASTE_PICKUP',
    description: 'Он күндөн бери таштандыны алып кетишпейт.',
  });

const shows = (page: Page, key: string): Promise<void> => page.getByText(said(key)).first().waitFor();

async function sent(page: Page): Promise<void> {
  await press(page, 'send');
  await shows(page, 'thanks');
}

/** The phone has it, and no connection. */
async function kept(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await press(page, 'send');
  await shows(page, 'saved_on_phone');
}

/** The answer does not come. */
async function sending(page: Page): Promise<void> {
  await page.route('**/api/reports', () => {});
  await press(page, 'send');
  await shows(page, 'sending');
}

/** What was kept meets a server that refuses it. */
async function refused(page: Page): Promise<void> {
  await kept(page);
  await page.route('**/api/reports', (route) =>
    route.fulfill({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      json: {
        status: 400,
        code: 'phone_malformed',
        title: 'phone_malformed',
        errors: [{ path: 'contact.phone', code: 'phone_malformed' }],
      },
    }),
  );
  await page.context().setOffline(false);
  await shows(page, 'outbox_refused');
}

/** Neither the phone's database nor the few words beside it find room. */
async function full(page: Page): Promise<void> {
  await fillPhone(page);
  await page.context().setOffline(true);
  await press(page, 'send');
  await shows(page, 'outbox_no_room');
}

async function withPhotos(page: Page): Promise<void> {
  const buffer = await phonePhoto();
  const files = [1, 2].map((number) => ({ name: `${number}.jpg`, mimeType: 'image/jpeg', buffer }));
  await page.getByLabel(said('photo_add')).setInputFiles(files);
  await page
    .getByRole('button', { name: said('photo_remove') })
    .nth(1)
    .scrollIntoViewIfNeeded();
}

async function withContact(page: Page): Promise<void> {
  await press(page, 'contact_title');
  await page.getByRole('checkbox').last().scrollIntoViewIfNeeded();
}

/** A neighbour's report of the same problem is near. */
async function near(page: Page): Promise<void> {
  const { report } = await sendReport(page.request, { category: 'PUBLIC' });
  const [lng, lat] = report.geometry!.coordinates;
  await keepDraft(page, { pin: { lng: lng!, lat: lat! }, pinMoved: true, category: 'PUBLIC', kind: 'PUBLIC_PLAY' });
}

/** What staff do to a report, from their own browser. */
async function act(page: Page, office: Office, { id }: ReportCreated, what: string, data: object): Promise<void> {
  const staff = await atWork(page.context().browser()!, office, 'official');
  if (what === 'replies') await staff.reply(id, data);
  else await staff.act(id, what, data);
  await staff.end();
}

/** The page of a report, of this phone or of a neighbour, to which staff did something. */
function reportAfter(whose: 'mine' | 'other', what: string | null = null, data: object = {}) {
  return async (page: Page, office: Office): Promise<string> => {
    const report = await sendReport(page.request, {
      category: 'WATER_CUT',
      description: 'Эки күндөн бери суу жок',
      ...(whose === 'mine' && { contact: { phone: '+996 555 000 333', consent: true } }),
    });
    if (what !== null) await act(page, office, report, what, data);
    if (whose === 'mine') await keepOnPhone(page, report);
    return `/r/${report.code}`;
  };
}

/** Three reports of this phone: one with a question, one that was resolved, and one where nothing happened. */
async function three(page: Page, office: Office): Promise<void> {
  const [calm, moved, asked] = [
    await sendReport(page.request, { category: 'WASTE_DUMP' }),
    await sendReport(page.request, { category: 'LIGHT_NONE' }),
    await sendReport(page.request, { category: 'ROAD_POTHOLE' }),
  ];
  await act(page, office, moved, 'resolve', {});
  await act(page, office, asked, 'questions', { text: 'Кайсы жагында?' });
  await keepOnPhone(page, asked, moved, calm);
}

async function unknownCode(page: Page): Promise<void> {
  await page.getByRole('textbox').fill('ZZZZ ZZZZ');
  await page.keyboard.press('Enter');
  await shows(page, 'track_unknown');
}

async function toReplies(page: Page): Promise<void> {
  await page.getByRole('heading', { name: said('reply_title') }).scrollIntoViewIfNeeded();
}

async function toVerdict(page: Page): Promise<void> {
  await page.getByRole('heading', { name: said('verdict_title') }).scrollIntoViewIfNeeded();
}

async function doubt(page: Page): Promise<void> {
  await press(page, 'verdict_no');
  const region = page.getByRole('region', { name: said('verdict_title') });
  await region.getByRole('button', { name: said('verdict_no') }).waitFor({ state: 'detached' });
  await region.scrollIntoViewIfNeeded();
}

/** Presses send on the page without JavaScript as it stands. */
const sendPlain = (page: Page): Promise<void> => page.locator('form button').last().click();

/** What a resident meets after sending, or without a connection; on a server without demonstration reports. */
export const OWN: readonly Screen[] = [
  { name: 'none', path: '/', own: true },
  { name: 'none-list', path: '/?view=list', own: true },
  { name: 'plain-none', path: '/plain/reports', own: true },
  { name: 'new-photos', path: '/new?step=details', own: true, before: written, prepare: withPhotos },
  { name: 'new-contact', path: '/new?step=details', own: true, before: written, prepare: withContact },
  {
    name: 'new-near',
    path: '/new?step=details',
    own: true,
    before: near,
    prepare: (page) => page.getByRole('button', { name: said('me_too_short') }).scrollIntoViewIfNeeded(),
  },
  { name: 'new-sent', path: '/new?step=details', own: true, before: written, prepare: sent },
  { name: 'new-sending', path: '/new?step=details', own: true, before: written, prepare: sending },
  { name: 'new-kept', path: '/new?step=details', own: true, before: written, prepare: kept },
  { name: 'new-refused', path: '/new?step=details', own: true, before: written, prepare: refused },
  { name: 'new-full', path: '/new?step=details', own: true, before: written, prepare: full },
  { name: 'mine', path: '/track', own: true, before: three },
  { name: 'track-unknown', path: '/track', own: true, prepare: unknownCode },
  { name: 'own', path: '/', own: true, before: reportAfter('mine') },
  {
    name: 'own-correct',
    path: '/',
    own: true,
    before: reportAfter('mine'),
    prepare: (page) => press(page, 'own_correct'),
  },
  { name: 'own-erase', path: '/', own: true, before: reportAfter('mine'), prepare: (page) => press(page, 'own_erase') },
  {
    name: 'own-withdraw',
    path: '/',
    own: true,
    before: reportAfter('mine'),
    prepare: (page) => press(page, 'own_withdraw'),
  },
  { name: 'own-question', path: '/', own: true, before: reportAfter('mine', 'questions', { text: 'Кайсы көчөдө?' }) },
  { name: 'own-resolved', path: '/', own: true, before: reportAfter('mine', 'resolve'), prepare: toVerdict },
  { name: 'own-reopened', path: '/', own: true, before: reportAfter('mine', 'resolve'), prepare: doubt },
  { name: 'verdict', path: '/', own: true, before: reportAfter('other', 'resolve'), prepare: toVerdict },
  { name: 'verdict-given', path: '/', own: true, before: reportAfter('other', 'resolve'), prepare: doubt },
  {
    name: 'reply',
    path: '/',
    own: true,
    before: reportAfter('other', 'replies', { text: 'Суу 5-декабрда кайра берилет, түтүк алмашты.' }),
    prepare: toReplies,
  },
  { name: 'flag', path: '/', own: true, before: reportAfter('other'), prepare: (page) => press(page, 'flag_open') },
  { name: 'plain', path: '/plain', own: true },
  { name: 'plain-incomplete', path: '/plain', own: true, prepare: sendPlain },
  { name: 'plain-list', path: '/plain/reports', own: true },
  { name: 'plain-track', path: '/plain/track', own: true },
];
