import type { TokenScope } from '../../../../server/contract/rights.ts';
import { m } from '../../paraglide/messages.js';

export const SCOPE_WORDS: Record<TokenScope, () => string> = {
  'reports.read': m.scope_reports_read,
  'contacts.read': m.scope_contacts_read,
  'reports.moderate': m.scope_reports_moderate,
  'reports.work': m.scope_reports_work,
  'audit.read': m.scope_audit_read,
};
