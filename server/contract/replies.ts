import { Type } from 'typebox';
import type { Static } from 'typebox';

export const REPLY_FILE_TYPES = ['application/pdf', 'image/jpeg'] as const;

export const ReplyFile = Type.Object({
  id: Type.String({ format: 'uuid' }),
  type: Type.Enum(REPLY_FILE_TYPES),
  bytes: Type.Integer(),
});

/** A reply as everybody reads it. */
export const PublicReply = Type.Object({
  at: Type.String({ format: 'date-time', description: 'the start of the day when the place is not exact' }),
  body: Type.Union([Type.String(), Type.Null()], { description: 'code of the body' }),
  text: Type.String(),
  file: Type.Union([ReplyFile, Type.Null()], { description: 'at /api/reply-files/{id}' }),
});
export type PublicReply = Static<typeof PublicReply>;
