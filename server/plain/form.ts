import { randomUUID } from 'node:crypto';
import type { Category } from '../contract/catalog.ts';
import { LANGUAGES, type Language } from '../contract/enums.ts';
import {
  DESCRIPTION_LENGTH_MAX,
  HOUSEHOLDS_MAX,
  LANDMARK_LENGTH_MAX,
  NAME_LENGTH_MAX,
  PHONE_LENGTH_MAX,
} from '../contract/reports.ts';
import { html, type Html } from './html.ts';
import type { Saying } from './pages.ts';
import { fieldOf, type Field, type Typed } from './rules.ts';
import { isKey, type Words } from '../catalog/words.ts';

export interface FormParts {
  categories: readonly Category[];
  /** Codes of settlements and quarters. */
  areas: readonly string[];
  emergencyPhone: string;
  safetyPhone: string;
  typed: Typed;
  /** Why the last try was refused; null before the first. */
  refusal: { code: string; errors: readonly { path: string; code: string }[] } | null;
}

/**
 * The form as a page's markup. Its hidden key is the Idempotency-Key: the same form sent twice, after a lost answer or by
 * two taps, makes one report.
 */
export function formPage(parts: FormParts, { language, words, nameOf, notices }: Saying): Html {
  const { typed, refusal } = parts;
  const faults = new Map(
    (refusal?.errors ?? []).flatMap(({ path, code }) => {
      const field = fieldOf(path);
      return field === null ? [] : [[field, sentence(words, code, refusal!.code)] as const];
    }),
  );
  const field = (name: Field, label: string, control: Html, hint?: string) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      ${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`} ${control}
      ${faults.has(name) && html`<p class="error" id="${name}-error">${faults.get(name)!}</p>`}
    </div>`;
  const invalid = (name: Field) => faults.has(name) && html` aria-invalid="true" aria-describedby="${name}-error"`;
  const input = (name: Field, more: Html) =>
    html`<input id="${name}" name="${name}" value="${typed[name] ?? ''}" ${more}${invalid(name)} />`;
  const choice = (code: string, name: string, chosen: string | undefined) =>
    html`<option value="${code}" ${code === chosen && html` selected`}>${name}</option>`;

  return html`<h1>${words('report_problem')}</h1>
    ${refusal !== null && html`<p class="fault" role="alert">${sentence(words, refusal.code, 'invalid_input')}</p>`}
    ${notices.map((text) => html`<p class="hint">${text}</p>`)}
    <p class="notice">
      ${words('urgent_text')} <a href="tel:${parts.emergencyPhone}">${parts.emergencyPhone}</a>. ${words('safety_text')}
      <a href="tel:${parts.safetyPhone}">${parts.safetyPhone}</a>
    </p>
    <form method="post" action="/plain" accept-charset="utf-8" novalidate>
      <input type="hidden" name="key" value="${typed.key ?? randomUUID()}" />
      <input type="hidden" name="lang" value="${language}" />
      ${field(
        'category',
        words('what_title'),
        html`<select id="category" name="category" required${invalid('category')}>
          <option value=""></option>
          ${parts.categories.map(
            ({ code, name, kinds }) =>
              html`<optgroup label="${name[language]}">
                ${choice(code, words('plain_general', { category: name[language] }), typed.category)}
                ${kinds.map((kind) => choice(kind.code, kind.name[language], typed.category))}
              </optgroup>`,
          )}
        </select>`,
      )}
      ${field(
        'area',
        words('filter_area'),
        html`<select id="area" name="area" ${invalid('area')}>
          <option value=""></option>
          ${parts.areas.map((code) => choice(code, nameOf(code), typed.area))}
        </select>`,
        words('plain_area_hint'),
      )}
      ${field(
        'landmark',
        words('landmark'),
        input('landmark', html`maxlength="${LANDMARK_LENGTH_MAX}" placeholder="${words('landmark_example')}"`),
        words('optional'),
      )}
      ${field('place', words('plain_place'), input('place', html`inputmode="text" maxlength="60"`), words('plain_place_hint'))}
      ${field(
        'description',
        words('description'),
        html`<textarea
          id="description"
          name="description"
          rows="5"
          maxlength="${DESCRIPTION_LENGTH_MAX}"
          ${invalid('description')}
        >
${typed.description ?? ''}</textarea>`,
        words('optional'),
      )}
      ${field(
        'households',
        words('households'),
        input('households', html`type="number" inputmode="numeric" min="1" max="${HOUSEHOLDS_MAX}"`),
        words('optional'),
      )}
      <fieldset>
        <legend>${words('contact_title')}</legend>
        <small>${words('contact_note')}</small>
        ${field('name', words('contact_name'), input('name', html`autocomplete="name" maxlength="${NAME_LENGTH_MAX}"`))}
        ${field('phone', words('contact_phone'), input('phone', html`type="tel" autocomplete="tel" maxlength="${PHONE_LENGTH_MAX}"`))}
        <label class="check">
          <input
            type="checkbox"
            id="consent"
            name="consent"
            value="yes"
            ${typed.consent === 'yes' && html` checked`}${invalid('consent')}
          />
          ${words('contact_consent')}
        </label>
        ${faults.has('consent') && html`<p class="error" id="consent-error">${faults.get('consent')!}</p>`}
      </fieldset>
      <p class="hint">${words('moderation_note')} ${words('not_an_appeal')}</p>
      <button type="submit">${words('send')}</button>
    </form>`;
}

/** Every page's frame: its ways to the other pages and languages, then the page. `path` is this page's, for the other languages. */
export function framed(page: Html, { language, words }: Saying, path: (language: Language) => string): Html {
  return html`<div class="plain">
    <header>
      <nav aria-label="${words('app_name')}">
        <a href="/plain?lang=${language}">${words('report_problem')}</a>
        <a href="/plain/reports?lang=${language}">${words('plain_list')}</a>
        <a href="/plain/track?lang=${language}">${words('track_title')}</a>
        <a href="/?lang=${language}">${words('plain_map')}</a>
      </nav>
      <nav aria-label="${words('language')}">
        ${LANGUAGES.map((other) =>
          other === language
            ? html`<a href="${path(other)}" hreflang="${other}" lang="${other}" aria-current="true">${NAMES[other]}</a>`
            : html`<a href="${path(other)}" hreflang="${other}" lang="${other}">${NAMES[other]}</a>`,
        )}
      </nav>
    </header>
    <main>${page}</main>
  </div>`;
}

const NAMES: Record<Language, string> = { ky: 'Кыргызча', ru: 'Русский', en: 'English' };

/** A code in words, or those of the more general one. */
export function sentence(words: Words, code: string, general: string): string {
  const [key, otherwise] = [`error_${code}`, `error_${general}`];
  return isKey(key) ? words(key) : isKey(otherwise) ? words(otherwise) : words('error_internal_error');
}
