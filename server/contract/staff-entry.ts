import { Type } from 'typebox';
import type { Static } from 'typebox';
import { NewReport } from './reports.ts';

/** How a report comes to staff from somebody who has no phone, or no net. */
export const ENTRY_CHANNELS = ['paper', 'phone', 'visit'] as const;
export type EntryChannel = (typeof ENTRY_CHANNELS)[number];

export const NewEntry = Type.Object(
  { ...NewReport.properties, channel: Type.Enum(ENTRY_CHANNELS) },
  { additionalProperties: false, description: 'as a resident sends it; its words wait for a moderator all the same' },
);
export type NewEntry = Static<typeof NewEntry>;

export const Entered = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String({ description: 'to be written on the paper form, or told' }),
});
export type Entered = Static<typeof Entered>;
