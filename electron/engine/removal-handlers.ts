import type { Handlers } from '../contract/index.ts';

type Removals = Pick<Handlers, 'library.removeRoot' | 'library.removeVideos'>;

/** The two ways to remove videos, after which what was made of them is let go. */
export function removalHandlers(handlers: Removals, onRemoved: () => void): Removals {
  return {
    'library.removeRoot': async (params, call) => {
      const result = await handlers['library.removeRoot'](params, call);
      onRemoved();
      return result;
    },
    'library.removeVideos': async (params, call) => {
      const result = await handlers['library.removeVideos'](params, call);
      onRemoved();
      return result;
    },
  };
}
