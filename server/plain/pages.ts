import type { Language } from '../contract/enums.ts';
import type { ReportPage, TrackedReport } from '../contract/reports.ts';
import { statusName } from '../exports/rules.ts';
import { localDay } from '../filters/time.ts';
import { html, type Html } from './html.ts';
import { isKey, type Words } from '../catalog/words.ts';

/** What every page is written with. */
export interface Saying {
  language: Language;
  words: Words;
  /** Name of an area, category or kind in this language. */
  nameOf: (code: string) => string;
  /** Sentences that a page with areas says, such as that boundaries are placeholders. */
  notices: readonly string[];
}

/** A report found by its code, right after it was sent with `sent`; null where there is none. */
export function trackPage(asked: string, report: TrackedReport | null, sent: boolean, saying: Saying): Html {
  const { words } = saying;
  return html`<h1>${sent ? words('thanks') : words('track_title')}</h1>
    ${asked !== '' && report === null && html`<p class="fault" role="alert">${words('track_unknown')}</p>`}
    ${report !== null && tracked(report, sent, saying)} ${!sent && asking(asked, saying)}`;
}

function asking(asked: string, { language, words }: Saying): Html {
  return html`<form action="/plain/track" novalidate>
    <input type="hidden" name="lang" value="${language}" />
    <div class="field">
      <label for="code">${words('tracking_number')}</label>
      <small>${words('track_hint')}</small>
      <input id="code" name="code" value="${asked}" maxlength="40" autocomplete="off" required />
    </div>
    <button type="submit">${words('track_open')}</button>
  </form>`;
}

function tracked(report: TrackedReport, sent: boolean, { language, words, nameOf }: Saying): Html {
  const where = report.area === null ? words('place_unknown') : nameOf(report.area);
  return html`<p class="hint">${words('tracking_number')}</p>
    <p class="code">${report.code}</p>
    ${sent && html`<p>${words('tracking_hint')}</p>`}
    ${report.demo && html`<p class="notice">${words('demo_report')}</p>`}
    <p>${nameOf(report.kind ?? report.category)} · ${where} · ${statusName(report.status, language)}</p>
    <h2>${words('history')}</h2>
    <ol class="rows">
      ${report.history.map(({ at, event, status, note }) => {
        const key = `history_${event}`;
        return html`<li>
          <time datetime="${at}">${dayOf(at)}</time> ${isKey(key) && words(key)}
          ${status !== null && html`· ${statusName(status, language)}`} ${note !== null && html`<br />${note}`}
        </li>`;
      })}
    </ol>
    ${report.replies.map(
      ({ at, text }) =>
        html`<p class="hint">${words('history_replied')}, ${dayOf(at)}</p>
          <p>${text}</p>`,
    )}`;
}

/** A page of published reports, newest first; `next` is the address of the next page. */
export function listPage(page: ReportPage, next: string | null, saying: Saying): Html {
  const { language, words, nameOf, notices } = saying;
  return html`<h1>${words('plain_list')}</h1>
    ${notices.map((text) => html`<p class="hint">${text}</p>`)}
    ${page.features.length === 0 && html`<p>${words('empty_title')}</p>`}
    <ul class="rows">
      ${page.features.map(({ properties: { code, kind, category, area, status, reportedAt, description, demo } }) => {
        const where = area === null ? words('place_unknown') : nameOf(area);
        return html`<li>
          <a href="/plain/track?code=${code}&amp;lang=${language}">${nameOf(kind ?? category)}</a>
          · ${where} · ${statusName(status, language)} · <time datetime="${reportedAt}">${dayOf(reportedAt)}</time>
          ${demo && html`· ${words('demo_data')}`} ${description !== null && html`<br />${description}`}
        </li>`;
      })}
    </ul>
    ${next !== null && html`<p><a href="${next}">${words('show_more')}</a></p>`}`;
}

/** DD.MM.YYYY in Osh. */
function dayOf(instant: string): string {
  return localDay(new Date(instant)).split('-').reverse().join('.');
}
