import { expect, it, vi } from 'vitest';
import { reopen } from '../../web/src/state/lost-file.ts';

it('a page whose files are gone opens anew once, and does not go round in circles while the old version comes again', () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  reopen();
  reopen();
  vi.advanceTimersByTime(59_000);
  reopen();
  expect(reload).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  reopen();
  expect(reload).toHaveBeenCalledTimes(2);
});
