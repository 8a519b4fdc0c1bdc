import { LANGUAGES, type Language } from '../../../../server/contract/enums.ts';

type Texts = Record<Language, string>;

export const NO_TEXTS: Readonly<Texts> = { ky: '', ru: '', en: '' };
export const isEmpty = (text: string): boolean => text.trim() === '';
/** Whether something is written in every language. */
export const isWhole = (texts: Texts): boolean => LANGUAGES.every((language) => !isEmpty(texts[language]));
/** The same without spaces around it. */
export const trimmed = ({ ky, ru, en }: Texts): Texts => ({ ky: ky.trim(), ru: ru.trim(), en: en.trim() });
