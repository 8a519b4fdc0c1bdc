import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactKeys, openContact, sealContact } from '../../server/contacts/rules.ts';

const OLD = 'an-old-secret-for-tests-only-0123456789';
const NEW = 'a-new-secret-for-tests-only-0123456789a';
const keysOf = (contactKey: string, ...oldContactKeys: string[]) => contactKeys({ contactKey, oldContactKeys });
const contact = { name: 'Үлгү Аты', phone: '+996555123456' };

describe('a sealed contact', () => {
  it('opens to what was sealed, whatever letters it has, and never looks the same twice', () => {
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(text, text, (name, phone) => {
        const keys = keysOf(NEW);
        const [one, other] = [
          sealContact(keys, 'CODE2345', { name, phone }),
          sealContact(keys, 'CODE2345', { name, phone }),
        ];
        expect(openContact(keys, 'CODE2345', one)).toEqual({ name, phone });
        expect(one.sealed.equals(other.sealed)).toBe(false);
      }),
    );
  });

  it('holds nothing that can be read, and its key id says nothing of the key', () => {
    const { sealed, keyId } = sealContact(keysOf(NEW), 'CODE2345', contact);
    expect(sealed.toString('utf8')).not.toMatch(/Үлгү|996|name|phone/);
    expect(keyId).toMatch(/^[0-9a-f]{16}$/);
    expect(keyId).not.toBe(keysOf(OLD).current.id);
  });

  it('opens under an older key that is still named, and under no other', () => {
    const sealed = sealContact(keysOf(OLD), 'CODE2345', contact);
    expect(openContact(keysOf(NEW, OLD), 'CODE2345', sealed)).toEqual(contact);
    expect(() => openContact(keysOf(NEW), 'CODE2345', sealed)).toThrow(
      expect.objectContaining({ code: 'contact_locked' }),
    );
  });

  it('does not open for another report, nor with a single bit changed', () => {
    const keys = keysOf(NEW);
    const { sealed, keyId } = sealContact(keys, 'CODE2345', contact);
    const locked = expect.objectContaining({ code: 'contact_locked' });
    expect(() => openContact(keys, 'CODE2346', { sealed, keyId })).toThrow(locked);
    for (let byte = 0; byte < sealed.length; byte++) {
      const changed = Buffer.from(sealed);
      changed[byte]! ^= 1;
      expect(() => openContact(keys, 'CODE2345', { sealed: changed, keyId }), String(byte)).toThrow(locked);
    }
  });
});
