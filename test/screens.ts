import { OWN } from './screens/own.ts';
import { RESIDENT } from './screens/resident.ts';
import type { Screen } from './screens/screen.ts';
import { STAFF } from './screens/staff.ts';

/** Every screen and its states. */
export const SCREENS: readonly Screen[] = [...RESIDENT, ...OWN, ...STAFF];
