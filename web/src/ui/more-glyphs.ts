import glyphs from './more-glyphs.svg?raw';
import { mountSprite } from './icons.ts';

// Once, with the first category or kind that has one of these pictures: at first none has.
mountSprite(glyphs);
