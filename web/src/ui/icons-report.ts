import icons from './icons-report.svg?raw';
import { mountSprite } from './icons.ts';

// Once, with the chunk of whoever draws them: on the first load they are not needed.
mountSprite(icons);
