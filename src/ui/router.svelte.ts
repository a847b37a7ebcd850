// Where one is in the page: the address behind the #. A link to a scenario is an address too, `#s=…`.

export type Route =
  | { readonly page: 'learn' }
  | { readonly page: 'lesson'; readonly id: string }
  | { readonly page: 'sandbox' }
  /** A world that came from a link, by its ID. */
  | { readonly page: 'world'; readonly id: string }
  | { readonly page: 'exam' }
  /** What came in a link, unread: nothing of it runs before it was shown. */
  | { readonly page: 'link'; readonly fragment: string };

/** Never throws: what cannot be read leads to the contents. */
export function parseRoute(hash: string): Route {
  const fragment = hash.replace(/^#/, '');
  if (fragment.startsWith('s=')) return { page: 'link', fragment };
  const [, page = '', id] = /^\/([a-z]+)(?:\/([^/]+))?\/?$/.exec(fragment) ?? [];
  if (page === 'sandbox' && id === undefined) return { page };
  if (page === 'exam' && id === undefined) return { page };
  const name = id === undefined ? undefined : decoded(id);
  if (name !== undefined && page === 'learn') return { page: 'lesson', id: name };
  if (name !== undefined && page === 'world') return { page: 'world', id: name };
  return { page: 'learn' };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'lesson':
      return `#/learn/${encodeURIComponent(route.id)}`;
    case 'world':
      return `#/world/${encodeURIComponent(route.id)}`;
    case 'link':
      return `#${route.fragment}`;
    case 'learn':
    case 'sandbox':
    case 'exam':
      return `#/${route.page}`;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export class Router {
  #route: Route = $state.raw(parseRoute(location.hash));
  readonly #follow = () => {
    const route = parseRoute(location.hash);
    // The same place said twice is no change: go() hears of itself once more from the browser.
    if (formatRoute(route) !== formatRoute(this.#route)) this.#route = route;
  };

  constructor() {
    window.addEventListener('hashchange', this.#follow);
  }

  get route(): Route {
    return this.#route;
  }

  go(route: Route): void {
    location.hash = formatRoute(route);
    this.#follow();
  }

  /** Goes there without leaving the present address in the browser's history: a link is not opened twice by "back". */
  replace(route: Route): void {
    history.replaceState(null, '', formatRoute(route));
    this.#follow();
  }

  close(): void {
    window.removeEventListener('hashchange', this.#follow);
  }
}
