import type { StaffUser } from '../../../../server/contract/staff.ts';
import { formatDate } from '../../i18n/format.ts';
import { m } from '../../paraglide/messages.js';
import type { Catalog } from '../../state/catalog.svelte.ts';
import { formatMoment } from '../moment.ts';

/** Where a role counts: everywhere, or the names of its areas. */
export function areasWords(areas: readonly string[] | null, catalog: Catalog): string {
  if (areas === null) return m.staff_areas_all();
  const names = areas.map((code) => {
    const area = catalog.area(code);
    return area ? catalog.nameOf(area.properties.name) : code;
  });
  return m.staff_areas_limited({ areas: names.join(', ') });
}

/** When somebody was last here, or how it stands with the invitation. */
export function seenWords({ state, seenAt, linkExpiresAt }: StaffUser): string {
  if (seenAt !== null) return m.users_seen({ at: formatMoment(seenAt) });
  if (state !== 'invited') return m.users_never_seen();
  return linkExpiresAt === null ? m.users_link_over() : m.staff_link_until({ date: formatDate(linkExpiresAt) });
}

export const STATE_WORDS: Record<StaffUser['state'], () => string> = {
  active: m.users_state_active,
  invited: m.users_state_invited,
  disabled: m.users_state_disabled,
  erased: m.users_state_erased,
};
