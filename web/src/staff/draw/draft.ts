/** What is written beside a drawn boundary, and the document it becomes: the same as an uploaded file. */
import type { StaffArea } from '../../../../server/contract/area-proposals.ts';
import { AREA_KINDS, LANGUAGES, type AreaKind, type Language } from '../../../../server/contract/enums.ts';
import { geometryOf, type Shape } from './shape.ts';

export interface AreaDraft {
  code: string;
  name: Record<Language, string>;
  kind: AreaKind;
  /** '' is none. */
  parent: string;
  households: string;
  approximate: boolean;
  source: string;
}

const HOUSEHOLDS_MAX = 10_000_000;

/** An area as its form shows it first; null is a new one. */
export function draftOf(area: StaffArea | null): AreaDraft {
  return {
    code: area?.code ?? '',
    name: { ky: area?.nameKy ?? '', ru: area?.nameRu ?? '', en: area?.nameEn ?? '' },
    kind: area?.kind ?? 'quarter',
    parent: area?.parent ?? '',
    households: area?.households ? String(area.households) : '',
    approximate: area?.approximate ?? false,
    // The old source spoke of the old boundary.
    source: '',
  };
}

/** Whether a number of households can be told: '' is none. */
export function isHouseholds(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (/^\d{1,8}$/.test(trimmed) && Number(trimmed) >= 1 && Number(trimmed) <= HOUSEHOLDS_MAX);
}

/** Whether everything is written that an area needs. */
export function isComplete({ name, households }: AreaDraft): boolean {
  return LANGUAGES.every((language) => name[language].trim() !== '') && isHouseholds(households);
}

/** Kinds of which an area of this kind can be a part. */
export function largerKinds(kind: AreaKind): readonly AreaKind[] {
  return AREA_KINDS.slice(0, AREA_KINDS.indexOf(kind));
}

/** The FeatureCollection that proposes it. What is left empty keeps what it was. */
export function documentOf(
  { code, name, kind, parent, households, approximate, source }: AreaDraft,
  shape: Shape,
): object {
  const said = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: {
          code,
          kind,
          parent: said(parent),
          name_ky: said(name.ky),
          name_ru: said(name.ru),
          name_en: said(name.en),
          households: households.trim() === '' ? null : Number(households),
          approximate,
          source: said(source),
        },
        geometry: geometryOf(shape),
      },
    ],
  };
}
