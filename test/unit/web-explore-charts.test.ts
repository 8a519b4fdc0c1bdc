import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { binAfter, binStarts } from '../../web/src/explore/calendar.ts';
import ChartTable from '../../web/src/explore/ChartTable.svelte';
import HistogramBrush from '../../web/src/explore/HistogramBrush.svelte';
import type { Bin } from '../../web/src/explore/timeline.ts';
import TrendLines from '../../web/src/explore/TrendLines.svelte';

let shown: object | null = null;
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

/** Four weeks with 2, 0, 1 and 3 reports. */
const bins: Bin[] = binStarts('2026-11-02', '2026-11-23', 'week').map((start, i) => {
  const count = [2, 0, 1, 3][i]!;
  return { start, end: binAfter(start, 'week'), count, open: count, resolved: 0, supports: 0, households: 0 };
});

/** The brush over those weeks, 440 px wide with 20 px at each side: a bar every 100 px. */
function brush(span: { from: string | null; to: string | null }) {
  const told = { ondraft: vi.fn(), ondone: vi.fn(), onbar: vi.fn() };
  // jsdom has no pointers to capture.
  SVGElement.prototype.setPointerCapture = () => undefined;
  shown = mount(HistogramBrush, {
    target: document.body,
    props: { bins, width: 440, side: 20, span, count: 6, ...told },
  });
  flushSync();
  const svg = document.querySelector('svg')!;
  const handle = (end: 'from' | 'to') => svg.querySelector(`[data-testid=brush-${end}]`)!;
  const point = (type: string, x: number, target: Element = svg) =>
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: x, button: 0 }));
  const press = (end: 'from' | 'to', key: string, shiftKey = false) =>
    handle(end).dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
  return { ...told, svg, handle, point, press };
}

describe('the histogram', () => {
  it('is drawn without a style attribute, which the policy of the pages forbids, one bar a week with reports', () => {
    const { svg } = brush({ from: null, to: null });
    expect(document.querySelectorAll('[style]').length).toBe(0);
    const heights = [...svg.querySelectorAll('.dark rect')].map((bar) => Number(bar.getAttribute('height')));
    expect(heights.length).toBe(3);
    expect(heights[2]! / heights[1]!).toBeCloseTo(3);
  });

  it('gives a finger 44 px around each handle, also when both stand close', () => {
    const { svg } = brush({ from: '2026-11-09', to: '2026-11-10' });
    for (const hit of svg.querySelectorAll('.hit')) expect(hit.getAttribute('width')).toBe('44');
  });

  it('says where its handles are, in words', () => {
    const { handle } = brush({ from: '2026-11-09', to: null });
    expect(handle('from').getAttribute('role')).toBe('slider');
    expect(handle('from').getAttribute('aria-valuenow')).toBe('1');
    expect(handle('from').getAttribute('aria-valuetext')).toBe('2026-жылдын 9-ноябры, 6 билдирүү');
    expect(handle('to').getAttribute('aria-valuetext')).toBe('бүгүнкү күнгө чейин, 6 билдирүү');
  });

  it('moves by keys: a week, four with Shift, to both limits', () => {
    const { press, ondraft } = brush({ from: '2026-11-09', to: null });
    const last = () => ondraft.mock.lastCall;
    press('from', 'ArrowRight');
    expect(last()).toEqual([{ from: '2026-11-16', to: null }, 'keyboard']);
    press('to', 'ArrowLeft');
    expect(last()).toEqual([{ from: '2026-11-09', to: '2026-11-23' }, 'keyboard']);
    press('to', 'ArrowLeft', true);
    expect(last()).toEqual([{ from: '2026-11-09', to: '2026-11-16' }, 'keyboard']);
    press('from', 'Home');
    expect(last()).toEqual([{ from: null, to: null }, 'keyboard']);
    press('from', 'End');
    expect(last()).toEqual([{ from: '2026-11-23', to: null }, 'keyboard']);
    ondraft.mockClear();
    press('from', 'a');
    expect(ondraft).toHaveBeenCalledTimes(0);
  });

  it('takes hold of a handle, of the range, or of the ground', () => {
    const { point, svg, ondraft, ondone } = brush({ from: '2026-11-09', to: '2026-11-16' });
    const drags: [string, number, number, object][] = [
      ['from', 120, 25, { from: null, to: '2026-11-16' }],
      ['to', 220, 315, { from: '2026-11-09', to: '2026-11-23' }],
      ['range', 170, 270, { from: '2026-11-16', to: '2026-11-23' }],
      ['ground', 250, 400, { from: '2026-11-16', to: null }],
    ];
    for (const [zone, start, end, expected] of drags) {
      point('pointerdown', start, svg.querySelector(`[data-zone=${zone}]`)!);
      point('pointermove', end);
      expect(ondraft, zone).toHaveBeenLastCalledWith(expected, 'pointer');
      point('pointerup', end);
    }
    expect(ondone).toHaveBeenCalledTimes(4);
  });

  it('opens a bar on a click, and nothing where there is none', () => {
    const { point, svg, onbar, ondone } = brush({ from: null, to: null });
    for (const x of [70, 170]) {
      point('pointerdown', x, svg.querySelector('[data-zone=range]')!);
      point('pointerup', x);
    }
    expect(onbar).toHaveBeenCalledExactlyOnceWith(bins[0]);
    expect(ondone).toHaveBeenCalledTimes(0);
  });

  it('gives up a drag on Escape', () => {
    const { point, press, svg, ondone } = brush({ from: '2026-11-09', to: null });
    point('pointerdown', 120, svg.querySelector('[data-zone=from]')!);
    point('pointermove', 220);
    press('from', 'Escape');
    expect(ondone).toHaveBeenCalledExactlyOnceWith(null);
  });
});

describe('the lines of the trend', () => {
  it('open the months that have reports and only say the others', () => {
    const month = { span: { from: null, to: null }, partial: false };
    const opened = vi.fn();
    shown = mount(TrendLines, {
      target: document.body,
      props: {
        months: [
          { ...month, month: '2026-03-01', registered: 4, completed: 0 },
          { ...month, month: '2026-04-01', registered: null, completed: 2 },
        ],
        width: 300,
        open: ({ registered }: { registered: number | null }) => (registered ? opened : undefined),
      },
    });
    flushSync();
    const months = [...document.querySelectorAll('rect.month')];
    for (const month of months) month.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(opened).toHaveBeenCalledTimes(1);
    expect(months.map((month) => month.textContent!.trim())).toEqual([
      'март 2026: катталды 4, чечилди 0',
      'апрель 2026: катталды –, чечилди 2',
    ]);
    // A line of one month is a point.
    expect(document.querySelectorAll('polyline').length).toBe(1);
    expect(document.querySelectorAll('circle').length).toBe(2);
    expect(document.querySelectorAll('[style]').length).toBe(0);
  });
});

describe('the table behind a chart', () => {
  it('names rows and columns, and has a button for what can be opened', () => {
    const open = vi.fn();
    shown = mount(ChartTable, {
      target: document.body,
      props: {
        caption: 'Айлар боюнча',
        heads: ['Ай', 'Билдирүү', 'Чечилди'],
        rows: [
          {
            key: '2026-11',
            name: 'ноябрь 2026',
            note: 'толук эмес ай',
            cells: [{ shown: '4', open, label: '4 билдирүүнү көрсөтүү' }, { shown: '2' }],
          },
        ],
      },
    });
    flushSync();
    expect(document.querySelector('caption')!.textContent).toBe('Айлар боюнча');
    expect([...document.querySelectorAll('th[scope=col]')].map((head) => head.textContent)).toEqual([
      'Ай',
      'Билдирүү',
      'Чечилди',
    ]);
    expect(document.querySelector('th[scope=row]')!.textContent).toContain('ноябрь 2026');
    const buttons = document.querySelectorAll('button');
    expect(buttons.length).toBe(1);
    buttons[0]!.click();
    expect(open).toHaveBeenCalledTimes(1);
  });
});
