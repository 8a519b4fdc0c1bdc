import type { Right, Role } from '../../../server/contract/rights.ts';
import type { StaffMe } from '../../../server/contract/staff.ts';
import type { ApiError } from '../api/errors.ts';
import { m } from '../paraglide/messages.js';
import { context } from '../state/context.ts';
import { accountApi, whenSessionEnds } from './api.ts';

type State = 'asking' | 'out' | 'in' | 'unsafe' | 'failed';

/** Who works here. What was on the screen stays when the session ends: the same page is there after signing in again. */
export class StaffSession {
  state = $state<State>('asking');
  /** The session ended by itself, and the page says so. */
  ended = $state(false);
  error = $state.raw<unknown>(null);
  #me = $state.raw<StaffMe | null>(null);

  constructor() {
    whenSessionEnds(() => this.end());
  }

  /** Throws while nobody is signed in: the pages behind it are drawn only after. */
  get me(): StaffMe {
    if (this.#me === null) throw new Error('nobody is signed in');
    return this.#me;
  }

  may(right: Right): boolean {
    return this.#me?.rights.includes(right) ?? false;
  }

  async ask(): Promise<void> {
    this.state = 'asking';
    try {
      this.enter(await accountApi.me());
    } catch (error) {
      this.error = error;
      const { code } = error as ApiError;
      this.state = code === 'sign_in_required' ? 'out' : code === 'insecure_connection' ? 'unsafe' : 'failed';
    }
  }

  enter(me: StaffMe): void {
    this.#me = me;
    this.ended = false;
    this.state = 'in';
  }

  end(): void {
    if (this.state !== 'in') return;
    this.ended = true;
    this.state = 'out';
  }

  /** Forgets who it was, after signing out. */
  leave(): void {
    this.#me = null;
    this.ended = false;
    this.state = 'out';
  }
}

const ROLE_NAMES: Record<Role, () => string> = {
  moderator: m.staff_role_moderator,
  planner: m.staff_role_planner,
  official: m.staff_role_official,
  admin: m.staff_role_admin,
};

export function roleName(role: Role): string {
  return ROLE_NAMES[role]();
}

export const sessionContext = context<StaffSession>('StaffSession');
