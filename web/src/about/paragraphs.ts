/** The paragraphs of a plain text: an empty line begins a new one. Line breaks inside of one stay. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
