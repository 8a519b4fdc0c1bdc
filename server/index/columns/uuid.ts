/** Value of a character of a UUID: 0-15 for hex digits of either case, NOT_HEX for others. */
const NOT_HEX = 16;
const HEX = new Uint8Array(128).fill(NOT_HEX);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  HEX[digit.charCodeAt(0)] = HEX[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Where the 32 digits lie in the 36 characters. */
const DASHES = [8, 13, 18, 23];
const DIGITS = Uint8Array.from([...Array(36).keys()].filter((at) => !DASHES.includes(at)));
const WORDS = 4;
const DIGITS_A_WORD = 8;

/**
 * Writes a UUID as four 32-bit words, first digits first, to words[at * 4 ...].
 *
 * @throws RangeError when the text is no UUID
 */
export function parseUuid(text: string, words: Uint32Array, at: number): void {
  let seen = 0;
  for (let word = 0; word < WORDS; word++) {
    let value = 0;
    for (let digit = 0; digit < DIGITS_A_WORD; digit++) {
      const hex = HEX[text.charCodeAt(DIGITS[word * DIGITS_A_WORD + digit]!)] ?? NOT_HEX;
      seen |= hex;
      value = (value << 4) | hex;
    }
    words[at * WORDS + word] = value;
  }
  if (text.length !== 36 || (seen & NOT_HEX) !== 0 || !DASHES.every((dash) => text[dash] === '-')) {
    throw new RangeError(`not a UUID: ${text.slice(0, 40)}`);
  }
}

/** The UUID at words[at * 4 ...] in its usual writing, lower case. */
export function formatUuid(words: Uint32Array, at: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((word) => words[at * WORDS + word]!.toString(16).padStart(DIGITS_A_WORD, '0'));
  return `${a}-${b!.slice(0, 4)}-${b!.slice(4)}-${c!.slice(0, 4)}-${c!.slice(4)}${d}`;
}
