import type { Handlers } from '../../contract/index.ts';
import { browsePlaces } from './browse-places.ts';
import type { BrowseDeps } from './browse-places.ts';

/** What the contract calls `places.*`. */
export function placeHandlers(deps: BrowseDeps): Pick<Handlers, 'places.browse'> {
  return { 'places.browse': (params) => browsePlaces(deps, params) };
}
