/** Who may do what: the one table. docs/rights.md shows it against every route. */

export const ROLES = ['moderator', 'planner', 'official', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const RIGHTS = [
  /** One's own sessions, password, second factor and tokens. */
  'account.own',
  /** Reports with unpublished text and exact place, within one's areas. */
  'reports.read',
  /** Names and phones of those who left them. */
  'contacts.read',
  /** Approve and edit text, hide, correct place and category. */
  'reports.moderate',
  /** Move the status on, answer. */
  'reports.work',
  /** Who did what. */
  'audit.read',
  /** Bodies, and which of them answers for what where. */
  'routing.manage',
  /** Accounts, roles and invitations. */
  'users.manage',
  /** Boundaries. */
  'areas.manage',
  /** Categories, kinds, texts and settings. */
  'site.manage',
  /** Erase what is known of a person, for good. */
  'personal.erase',
] as const;
export type Right = (typeof RIGHTS)[number];

export const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  moderator: ['account.own', 'reports.read', 'contacts.read', 'reports.moderate', 'reports.work'],
  planner: ['account.own', 'reports.read'],
  official: ['account.own', 'reports.read', 'contacts.read', 'reports.work'],
  admin: RIGHTS,
};

/** What a token may carry: never the account itself, nor other people's. */
export const TOKEN_SCOPES = [
  'reports.read',
  'contacts.read',
  'reports.moderate',
  'reports.work',
  'audit.read',
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
