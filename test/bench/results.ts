import type { Goal, Measured, Row } from './context.ts';

/** A line of the table, as `--json` writes it. `limit`: what was measured in the same run to compare with. */
export interface Result {
  name: string;
  value: number | null;
  unit: string;
  limit: number | null;
  goal: string;
  /** Null where the row, or the limit it is compared with, could not be measured. */
  met: boolean | null;
}

export function resultOf({ name, unit, goal }: Row, { value, limit = null, judged = true }: Measured): Result {
  return {
    name,
    value: rounded(value),
    unit,
    limit: rounded(limit),
    goal: goal.text,
    met: judged ? isMet(goal, goal.bound, value, limit) : null,
  };
}

/** Whether a row that is compared with a limit of the same run is so far from it that something must be broken. */
export function isGross({ goal }: Row, { value, limit = null }: Measured): boolean {
  return goal.gross !== undefined && isMet(goal, goal.gross, value, limit) === false;
}

function isMet({ compare, of }: Goal, bound: number, value: number | null, limit: number | null): boolean | null {
  if (value === null || (of === 'ratio' && (limit === null || limit === 0))) return null;
  const measured = of === 'ratio' ? value / limit! : value;
  return compare === '<=' ? measured <= bound : measured >= bound;
}

/** The results as a table in Markdown. */
export function tableOf(results: readonly Result[]): string {
  const lines = results.map(({ name, value, unit, limit, goal, met }) => {
    const ratio = value !== null && limit ? short(value / limit) : '';
    const shown = value === null ? '-' : `${short(value)} ${unit}`;
    return [name, shown, limit === null ? '' : short(limit), ratio, goal, met === null ? '-' : met ? 'yes' : '**no**'];
  });
  return [['what', 'value', 'same-run limit', 'ratio', 'goal', 'met'], Array<string>(6).fill('---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Three significant figures, thousands parted. */
function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 4 });
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}
