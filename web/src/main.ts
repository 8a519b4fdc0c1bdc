import { mount } from 'svelte';
import App from './App.svelte';
import { locale } from './state/locale.svelte.ts';
import './ui/tokens.css';
import './ui/base.css';
import { mountSprites } from './ui/icons.ts';

locale.describeDocument();
mountSprites();
const target = document.querySelector('#app')!;
// What stands there for browsers in which this line never runs.
target.replaceChildren();
mount(App, { target });

// After the page: reports that wait on this phone are sent from whatever page is open.
addEventListener(
  'load',
  () =>
    void import('./offline/start.ts').then(
      ({ start }) => start(),
      () => {},
    ),
);
