import { Type } from 'typebox';

export const Erasure = Type.Object(
  {
    report: Type.String({
      maxLength: 64,
      description: 'id or code of the report whose personal values are erased for good',
    }),
  },
  { additionalProperties: false },
);
export const Erased = Type.Object({
  contact: Type.Boolean({ description: 'a name or phone was there' }),
  values: Type.Integer({ description: 'values of the audit log' }),
  notes: Type.Integer({ description: 'notes for staff' }),
  photos: Type.Integer({ description: 'photos that nobody had published' }),
});
