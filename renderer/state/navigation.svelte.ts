export const pageIds = ['library', 'search', 'selection', 'chat', 'models', 'teach', 'settings', 'help'] as const;
export type PageId = (typeof pageIds)[number];

/** Which page is shown; it stands in the address, so that a reload and "back" find it again. */
export class Navigation {
  #page = $state.raw<PageId>(pageIn(location.hash) ?? 'library');

  constructor() {
    addEventListener('hashchange', () => {
      this.#page = pageIn(location.hash) ?? this.#page;
    });
  }

  get page(): PageId {
    return this.#page;
  }

  go(page: PageId): void {
    if (page !== this.#page) {
      this.#page = page;
      history.pushState(null, '', `#/${page}`);
    }
  }
}

function pageIn(hash: string): PageId | null {
  return pageIds.find((page) => hash === `#/${page}`) ?? null;
}
