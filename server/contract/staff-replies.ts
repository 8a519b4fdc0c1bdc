import { Type } from 'typebox';
import { SeenReports } from './staff-operations.ts';

export const REPLY_LENGTH_MAX = 4000;
export const REPLY_FILE_BYTES_MAX = 10 * 1024 * 1024;

export const NewReply = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: REPLY_LENGTH_MAX, description: 'public' }),
    body: Type.Optional(Type.String({ maxLength: 64, description: 'code of the body in whose name it is given' })),
    file: Type.Optional(Type.String({ maxLength: 36, description: 'id of a file that was sent before' })),
    reports: SeenReports,
  },
  { additionalProperties: false, description: 'one official reply to one or many reports, all or none' },
);
