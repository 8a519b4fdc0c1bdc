import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Refusal } from './fields.ts';

const VALUE_LENGTH_MAX = 200;
const HEADING = 'line,external_id,column,code,value';
/** Without it Excel takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\ufeff';

/** The list of refused rows, for the operator only: it holds what the file said. Made when the first row is refused. */
export class RefusedFile {
  readonly file: string;
  private made = false;

  /** Removes an older list of the same name, so that no old list is taken for a new one. */
  constructor(file: string) {
    this.file = file;
    rmSync(file, { force: true });
  }

  add(refusals: readonly Refusal[]): void {
    if (refusals.length === 0) return;
    if (!this.made) writeFileSync(this.file, `${BYTE_ORDER_MARK}${HEADING}\r\n`, { mode: 0o600 });
    this.made = true;
    appendFileSync(this.file, refusals.map(refusedLine).join(''));
  }
}

/** One refusal as a line of CSV (RFC 4180). */
export function refusedLine({ line, externalId, column, code, value }: Refusal): string {
  return `${[String(line), externalId, column, code, value].map(cellText).join(',')}\r\n`;
}

/** A cell that a spreadsheet shows and never runs: text that looks like a formula gets an apostrophe; numbers stay. */
function cellText(text: string): string {
  const short = text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
  const harmless = /^([=@\t\r]|[+-](?![\d.]))/.test(short) ? `'${short}` : short;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
