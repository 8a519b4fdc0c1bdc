import { describe, expect, it } from 'vitest';
import { fileOf, questionOf, withFilter } from '../../web/src/staff/audit/filter.ts';

describe('the filter of the audit log', () => {
  it('is its address; the last day counts, and what the server does not know is left out', () => {
    const search = new URLSearchParams('user=a@b.kg&to=2026-12-31&report= &utm_source=x');
    expect(questionOf(search)).toBe('/api/staff/audit?user=a%40b.kg&to=2027-01-01&limit=50');
    expect(fileOf(search, 'ndjson')).toBe('/api/staff/audit.ndjson?user=a%40b.kg&to=2027-01-01');
    expect(fileOf(new URLSearchParams(), 'csv')).toBe('/api/staff/audit.csv');
    expect(questionOf(new URLSearchParams('to=soon'))).toContain('to=soon');
    expect(withFilter(search, 'user', '')).not.toContain('user');
    expect(withFilter(new URLSearchParams('area=alai-1'), 'area', '')).toBe('/staff/audit');
  });
});
