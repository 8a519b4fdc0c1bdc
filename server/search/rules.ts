/** The words of a filter's tsquery (filters/rules.ts), each a prefix and all of them needed. */
export function typedWords(query: string): string[] {
  return query.split(' & ').map((word) => word.replace(/:\*$/, ''));
}

/** What may be a tracking code, typed in any case and with spaces or hyphens; null when it cannot be one. */
export function codeIn(words: readonly string[]): string | null {
  const code = words.join('').toUpperCase();
  return /^[2-9A-HJKMNP-Z]{8,12}$/.test(code) ? code : null;
}

/** The tsquery of words, in which each of `alike` stands for the word it may have been meant as. */
export function forgivingQuery(words: readonly string[], alike: ReadonlyMap<string, readonly string[]>): string {
  const quoted = (word: string) => `'${word.replaceAll("'", "''")}':*`;
  return words
    .map((word) => {
      const meant = alike.get(word);
      return meant === undefined ? `${word}:*` : `(${meant.map(quoted).join(' | ')})`;
    })
    .join(' & ');
}
