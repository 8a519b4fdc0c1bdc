import { context } from './context.ts';

/** Where we are: the address bar as reactive state, on the History API. */
export class Route {
  path = $state('/');
  search = $state.raw(new URLSearchParams());
  /** How many steps of our own lie behind this one: 0 means that going back would leave the site. */
  depth = $state(0);

  constructor() {
    this.#read();
  }

  /** Starts listening to the browser's back button and to plain clicks on links of this site; returns the undoing. */
  listen(): () => void {
    const onPop = (): void => this.#read();
    const onClick = (event: MouseEvent): void => {
      const href = hrefToFollow(event);
      if (href === null) return;
      event.preventDefault();
      this.go(href);
    };
    addEventListener('popstate', onPop);
    document.addEventListener('click', onClick);
    return () => {
      removeEventListener('popstate', onPop);
      document.removeEventListener('click', onClick);
    };
  }

  /** Goes to an address of this site. `replace` leaves no step to come back to. */
  go(href: string, { replace = false }: { replace?: boolean } = {}): void {
    const url = new URL(href, location.href);
    const moved = url.pathname !== this.path;
    const target = url.pathname + url.search + url.hash;
    if (replace) history.replaceState({ depth: this.depth }, '', target);
    else if (target !== location.pathname + location.search + location.hash) {
      history.pushState({ depth: this.depth + 1 }, '', target);
    }
    this.#read();
    if (moved) scrollTo(0, 0);
  }

  /** One step back if that stays here, else to `fallback`. */
  back(fallback: string): void {
    if (this.depth > 0) history.back();
    else this.go(fallback, { replace: true });
  }

  #read(): void {
    this.path = location.pathname;
    this.search = new URLSearchParams(location.search);
    this.depth = (history.state as { depth?: number } | null)?.depth ?? 0;
  }
}

/** The address of a click that the router should take, or null when the browser should. */
function hrefToFollow(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return null;
  if (/^\/(api|feeds|tiles|basemap|ogc|open311)\//.test(link.pathname)) return null;
  // A link within the page (skip link): the browser moves the focus.
  if (link.hash !== '' && link.pathname === location.pathname && link.search === location.search) return null;
  return link.href;
}

export const routeContext = context<Route>('Route');
