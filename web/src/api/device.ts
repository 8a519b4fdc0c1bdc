import { local } from '../state/storage.ts';
import { randomToken } from './ids.ts';

const KEY = 'alai.device';
let token: string | null = null;

/** The random Device-Token of this phone: made once, kept here, known to the server only as an HMAC per report. */
export function deviceToken(): string {
  token ??= local.get(KEY);
  if (token === null) {
    token = randomToken();
    local.set(KEY, token);
  }
  return token;
}
