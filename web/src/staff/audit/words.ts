/** The audit log in words: actions, what they were done to, fields and values. */
import { AREA_KINDS, PHOTO_STATES, type AreaKind } from '../../../../server/contract/enums.ts';
import { ROLES, type Role } from '../../../../server/contract/rights.ts';
import type { AuditAction, AuditEntry } from '../../../../server/contract/staff-audit.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { m } from '../../paraglide/messages.js';
import type { Catalog } from '../../state/catalog.svelte.ts';
import { locale } from '../../state/locale.svelte.ts';
import { kindWord } from '../admin/words.ts';
import { roleName } from '../session.svelte.ts';
import { areaName, fieldName, photoStateName, valueWords } from '../report/words.ts';

const ACTIONS: Record<AuditAction, () => string> = {
  'report.text': m.audit_do_report_text,
  'report.status': m.audit_do_report_status,
  'report.visibility': m.audit_do_report_visibility,
  'report.place': m.audit_do_report_place,
  'report.photo': m.audit_do_report_photo,
  'report.merge': m.audit_do_report_merge,
  'report.flags': m.audit_do_report_flags,
  'report.body': m.audit_do_report_body,
  'report.note': m.audit_do_report_note,
  'report.question': m.audit_do_report_question,
  'report.reply': m.audit_do_report_reply,
  'report.undo': m.audit_do_report_undo,
  'report.erased': m.audit_do_report_erased,
  'report.contact_read': m.audit_do_report_contact_read,
  'report.contact_erased': m.audit_do_report_contact_erased,
  'report.entered': m.audit_do_report_entered,
  'report.correction': m.audit_do_report_correction,
  'report.withdrawal': m.audit_do_report_withdrawal,
  'report.verdicts': m.audit_do_report_verdicts,
  'user.added': m.audit_do_user_added,
  'user.link': m.audit_do_user_link,
  'user.changed': m.audit_do_user_changed,
  'user.signed_in': m.audit_do_user_signed_in,
  'user.signed_out': m.audit_do_user_signed_out,
  'user.erased': m.audit_do_user_erased,
  'user.password': m.audit_do_user_password,
  'user.totp_on': m.audit_do_user_totp_on,
  'user.totp_off': m.audit_do_user_totp_off,
  'user.token_added': m.audit_do_user_token_added,
  'user.token_revoked': m.audit_do_user_token_revoked,
  'area.added': m.audit_do_area_added,
  'area.changed': m.audit_do_area_changed,
  'area.proposed': m.audit_do_area_proposed,
  'area.applied': m.audit_do_area_applied,
  'area.undone': m.audit_do_area_undone,
  'area.discarded': m.audit_do_area_discarded,
  'body.added': m.audit_do_body_added,
  'body.changed': m.audit_do_body_changed,
  'route.added': m.audit_do_route_added,
  'route.changed': m.audit_do_route_changed,
  'route.removed': m.audit_do_route_removed,
  'category.added': m.audit_do_category_added,
  'category.changed': m.audit_do_category_changed,
  'category.ordered': m.audit_do_category_ordered,
  'category.kinds_ordered': m.audit_do_category_kinds_ordered,
  'kind.added': m.audit_do_kind_added,
  'kind.changed': m.audit_do_kind_changed,
  'setting.changed': m.audit_do_setting_changed,
  'text.changed': m.audit_do_text_changed,
};
/** One that is not known here keeps its code. */
export const actionName = (action: string): string => ACTIONS[action as AuditAction]?.() ?? action;

const GROUPS: Record<string, () => string> = {
  report: m.audit_all_report,
  user: m.audit_all_user,
  area: m.audit_all_area,
  body: m.audit_all_body,
  route: m.audit_all_route,
  category: m.audit_all_category,
  kind: m.audit_all_kind,
  setting: m.audit_all_setting,
  text: m.audit_all_text,
};
const INDENT = '\u00a0\u00a0\u00a0';

/** Actions to choose from: all that concern something, then each of them. */
export function actionChoices(): { value: string; label: string }[] {
  const actions = Object.keys(ACTIONS) as AuditAction[];
  return Object.entries(GROUPS).flatMap(([group, name]) => [
    { value: group, label: name() },
    ...actions
      .filter((action) => action.startsWith(`${group}.`))
      .map((action) => ({ value: action, label: INDENT + actionName(action) })),
  ]);
}

const SETTINGS: Record<string, () => string> = {
  emergency_phone: m.audit_setting_emergency_phone,
  safety_phone: m.audit_setting_safety_phone,
  reply_working_days: m.audit_setting_reply_working_days,
  holidays: m.audit_setting_holidays,
  site_notice: m.audit_setting_site_notice,
  office_phone: m.audit_setting_office_phone,
  office_email: m.audit_setting_office_email,
  office_address: m.audit_setting_office_address,
  retention: m.audit_setting_retention,
  text_site_name: m.audit_setting_site_name,
  text_not_appeal: m.audit_setting_not_appeal,
  text_thanks: m.audit_setting_thanks,
  text_about: m.audit_setting_about,
};

/** What something was done to; a report is named by its link. */
export function subjectName({ subject, subjectId, subjectName: name }: AuditEntry, catalog: Catalog): string {
  const id = subjectId ?? '';
  switch (subject) {
    case 'area': {
      const proposal = /^proposal (\d+)$/.exec(id)?.[1];
      return proposal === undefined ? areaName(id, catalog) : m.audit_proposal({ number: proposal });
    }
    case 'body':
      return catalog.bodyName(id) ?? id;
    case 'route':
      return m.audit_route({ number: id });
    case 'category':
    case 'kind':
      return catalog.codeName(id) ?? id;
    case 'setting':
    case 'text':
      return SETTINGS[id]?.() ?? id;
  }
  return name ?? id;
}

const FIELDS: Record<string, () => string> = {
  name: m.audit_field_name,
  'name.ky': m.audit_field_name_ky,
  'name.ru': m.audit_field_name_ru,
  'name.en': m.audit_field_name_en,
  nameKy: m.audit_field_name_ky,
  nameRu: m.audit_field_name_ru,
  nameEn: m.audit_field_name_en,
  shortName: m.audit_field_short_name,
  shortNameKy: m.audit_field_short_name,
  shortNameRu: m.audit_field_short_name,
  shortNameEn: m.audit_field_short_name,
  login: m.audit_field_login,
  role: m.audit_field_role,
  areas: m.audit_field_areas,
  area: m.audit_area,
  disabled: m.audit_field_disabled,
  token: m.audit_field_token,
  parent: m.audit_field_parent,
  code: m.audit_field_code,
  validFrom: m.audit_field_valid_from,
  validTo: m.audit_field_valid_to,
  boundary: m.audit_field_boundary,
  households: m.audit_field_households,
  approximate: m.audit_field_approximate,
  source: m.audit_field_source,
  reports: m.audit_field_reports,
  looked: m.audit_field_looked,
  moved: m.audit_field_moved,
  moves: m.audit_field_moves,
  confirmed: m.audit_field_confirmed,
  retired: m.audit_field_retired,
  color: m.audit_field_color,
  iconColor: m.audit_field_icon,
  position: m.audit_field_order,
  urgent: m.audit_field_urgent,
  value: m.audit_field_value,
  bodyByHand: m.audit_field_body_by_hand,
  mergedInto: m.audit_field_merged_into,
  flagsSeenAt: m.audit_field_flags_seen,
  photo: m.staff_field_photo,
  reply: m.audit_field_reply,
  question: m.audit_field_question,
};

/** A field in words; of several of a kind, such as `photo.<id>`, the kind is said. */
export function auditFieldName(field: string): string {
  const words = FIELDS[field] ?? FIELDS[field.split('.')[0]!];
  return words?.() ?? fieldName(field);
}

/** A value in words; null is said as "none". */
export function auditValue(field: string, value: unknown, catalog: Catalog): string {
  if (value === null || value === undefined || value === '') return m.staff_nothing();
  if (typeof value === 'boolean') return value ? m.audit_yes() : m.audit_no();
  if (typeof value === 'number') return formatNumber(value, locale.current);
  if (field === 'role' && ROLES.includes(value as Role)) return roleName(value as Role);
  if (field === 'parent' || field === 'area') return areaName(String(value), catalog);
  if (field === 'areas') return (value as string[]).map((code) => areaName(code, catalog)).join(', ');
  if (field === 'kind' && AREA_KINDS.includes(value as AreaKind)) return kindWord(value as AreaKind);
  if (field === 'validFrom' || field === 'validTo') return formatDate(String(value));
  if (field === 'moves') return (value as Move[]).map((move) => moveWords(move, catalog)).join('; ');
  if (typeof value !== 'object' || field === 'location') return valueWords(field, value, catalog);
  if (Array.isArray(value)) return value.map((one) => auditValue('', one, catalog)).join(', ');
  return objectWords(value as Record<string, unknown>, catalog);
}

interface Move {
  from: string | null;
  to: string | null;
  reports: number;
}

function moveWords({ from, to, reports }: Move, catalog: Catalog): string {
  const name = (code: string | null): string => (code === null ? m.audit_outside() : areaName(code, catalog));
  return `${name(from)} → ${name(to)}: ${formatNumber(reports, locale.current, 0)}`;
}

function objectWords(value: Record<string, unknown>, catalog: Catalog): string {
  const { ky, ru, en, hectares, state } = value;
  if (typeof ky === 'string' && typeof ru === 'string' && typeof en === 'string') return catalog.nameOf({ ky, ru, en });
  if (typeof hectares === 'number') return m.audit_hectares({ shown: formatNumber(hectares, locale.current) });
  const photo = PHOTO_STATES.find((one) => one === state);
  if (photo) return photoStateName(photo);
  // A token: its name says what it is for.
  return typeof value.name === 'string' ? value.name : JSON.stringify(value);
}

const FAULTS: Record<string, () => string> = {
  seal_missing: m.audit_fault_seal_missing,
  link_broken: m.audit_fault_link_broken,
  seal_changed: m.audit_fault_seal_changed,
  entries_changed: m.audit_fault_entries_changed,
  value_missing: m.audit_fault_value_missing,
  value_changed: m.audit_fault_value_changed,
  value_added: m.audit_fault_value_added,
  note_changed: m.audit_fault_note_changed,
};

/** A fault of the chain: where, and what. */
export function faultWords({ where, fault }: { where: string; fault: string }): string {
  const seal = /^seal (\d+)$/.exec(where)?.[1];
  const [, entry, field = ''] = /^entry (\d+), (.*)$/.exec(where) ?? [];
  const place =
    seal !== undefined
      ? m.audit_at_seal({ number: seal })
      : entry !== undefined
        ? m.audit_at_entry({ number: entry, field: auditFieldName(field) })
        : where;
  return `${place}: ${FAULTS[fault]?.() ?? fault}`;
}
