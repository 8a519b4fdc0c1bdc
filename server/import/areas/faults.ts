import type { AreaFaultCode } from '../../contract/errors.ts';

/** One thing that is wrong with a file of boundaries. */
export interface AreaFault {
  code: AreaFaultCode;
  /** Where in the document, such as `features.0.geometry`; '' is all of it, or an area that the document does not name. */
  path: string;
  /** The code of the area, as the document says it. */
  area?: string | undefined;
  /** What was found there, or what it does not fit. */
  value?: string | undefined;
  /** The sentence of the command line, in English. */
  text: string;
}

const FAULTS_SHOWN = 20;

/** As many faults as anybody reads, and how many more there are. */
export function firstFaults(faults: readonly AreaFault[]): AreaFault[] {
  const more = faults.length - FAULTS_SHOWN;
  if (more <= 0) return [...faults];
  return [
    ...faults.slice(0, FAULTS_SHOWN),
    { code: 'more_faults', path: '', value: String(more), text: `and ${more} more` },
  ];
}

/** A value as it is shown beside a fault; undefined for what JSON cannot say. */
export function shown(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 60) : JSON.stringify(value)?.slice(0, 60);
}
