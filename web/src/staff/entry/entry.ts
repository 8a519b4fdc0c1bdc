/** A paper form as it is typed in, and what becomes of it. */
import type { Language } from '../../../../server/contract/enums.ts';
import type { EntryChannel, Entered, NewEntry } from '../../../../server/contract/staff-entry.ts';
import { ask } from '../api.ts';

export interface EntryValues {
  channel: EntryChannel;
  /** YYYY-MM-DD, or '' for none. */
  observedAt: string;
  area: string;
  category: string;
  kind: string;
  landmark: string;
  /** Latitude and longitude as maps on the web show them, or '' for none. */
  place: string;
  description: string;
  households: string;
  name: string;
  phone: string;
  consent: boolean;
}

export const EMPTY_ENTRY: EntryValues = {
  channel: 'paper',
  observedAt: '',
  area: '',
  category: '',
  kind: '',
  landmark: '',
  place: '',
  description: '',
  households: '',
  name: '',
  phone: '',
  consent: false,
};

/** "40.4985, 72.8380" as [longitude, latitude] in degrees; null when it is not two numbers. */
export function typedPlace(text: string): [number, number] | null {
  const numbers = text.match(/-?\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  const [lat, lng] = numbers;
  return numbers.length === 2 && lat !== undefined && lng !== undefined ? [lng, lat] : null;
}

/** The body of POST /api/staff/reports: what was left empty is left out. A place counts for more than an area. */
export function entryBody(values: EntryValues, language: Language): NewEntry {
  const { channel, observedAt, area, category, kind, consent } = values;
  const [landmark, description, name, phone] = [values.landmark, values.description, values.name, values.phone].map(
    (text) => text.trim(),
  );
  const place = typedPlace(values.place);
  const households = Number(values.households);
  return {
    channel,
    language,
    category: kind || category,
    ...(place ? { location: { type: 'Point', coordinates: place } } : area && { area }),
    ...(observedAt && { observedAt }),
    ...(landmark && { landmark }),
    ...(description && { description }),
    ...(values.households.trim() !== '' && { households }),
    ...((name || phone) && { contact: { ...(name && { name }), ...(phone && { phone }), consent } }),
  };
}

export const enter = (body: NewEntry, key: string): Promise<Entered> =>
  ask<Entered>('/api/staff/reports', { method: 'POST', headers: { 'Idempotency-Key': key }, body });
