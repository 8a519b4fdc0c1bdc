import type { Differences, Proposals, StaffArea } from '../../../../server/contract/area-proposals.ts';
import type { AreaKind, Language } from '../../../../server/contract/enums.ts';
import type { Static } from 'typebox';
import { m } from '../../paraglide/messages.js';

type Change = Differences['areas'][number]['change'];
type State = Static<typeof Proposals>['proposals'][number]['state'];

export const CHANGE_WORDS: Record<Change, () => string> = {
  added: m.admin_change_added,
  changed: m.admin_change_changed,
  ended: m.admin_change_ended,
  same: m.admin_change_same,
};

export const PROPOSAL_WORDS: Record<State, () => string> = {
  open: m.admin_state_open,
  applied: m.admin_state_applied,
  undone: m.admin_state_undone,
};

const KIND_WORDS: Record<AreaKind, () => string> = {
  city: m.area_kind_city,
  mtu: m.area_kind_mtu,
  settlement: m.area_kind_settlement,
  quarter: m.area_kind_quarter,
};
export const kindWord = (kind: AreaKind): string => KIND_WORDS[kind]();

/** An area's name, also of one that is not in force. */
export function nameOfArea({ nameKy, nameRu, nameEn }: StaffArea, language: Language): string {
  return { ky: nameKy, ru: nameRu, en: nameEn }[language];
}

/** A field of an area in words; names in three languages are one word. */
export function fieldWord(field: string): string {
  if (field === 'boundary') return m.admin_field_boundary();
  if (field === 'households') return m.admin_field_households();
  if (field === 'approximate') return m.admin_field_approximate();
  if (field === 'source') return m.admin_field_source();
  if (field.startsWith('valid')) return m.admin_field_dates();
  return /name/i.test(field) ? m.admin_field_name() : m.admin_field_other();
}
