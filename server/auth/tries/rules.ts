/** Wrong tries that cost nothing: people mistype. */
const FREE_TRIES = 5;
const WAIT_FIRST_SECONDS = 2;
const WAIT_MAX_SECONDS = 900;

/** Tries are forgotten this long after the last. */
export const MEMORY_SECONDS = 3600;
/** So many failures of one account within that time, from wherever, are no mistyping. */
export const STRICT_FROM = 50;

/** Seconds to wait after the first, second, ... failure; the last one is that of all further ones. */
export const WAITS: readonly number[] = waitsAfter(FREE_TRIES);
/** The same while somebody guesses an account from many addresses: the first try at each address still is heard. */
export const STRICT_WAITS: readonly number[] = waitsAfter(1);

function waitsAfter(free: number): number[] {
  const waits = Array<number>(free - 1).fill(0);
  for (let wait = WAIT_FIRST_SECONDS; wait < WAIT_MAX_SECONDS; wait *= 2) waits.push(wait);
  return [...waits, WAIT_MAX_SECONDS];
}
