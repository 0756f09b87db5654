import { EngineError } from '../contract/errors.ts';
import type { Handlers } from '../contract/index.ts';

type TrackHandlers = Pick<Handlers, Extract<keyof Handlers, `tracks.${string}`>>;

/** Wires what is about things that are followed through footage. */
export function createTracks(): { readonly handlers: TrackHandlers } {
  const refuse = async (): Promise<never> => {
    throw new EngineError('unsupported', 'Tracks are not served by this engine.');
  };
  return {
    handlers: {
      'tracks.list': refuse,
      'tracks.watch': refuse,
      'tracks.edit': refuse,
      'tracks.restore': refuse,
      'tracks.corrections': refuse,
      'tracks.follow': refuse,
      'tracks.watchFollows': refuse,
      'tracks.pauseFollow': refuse,
      'tracks.resumeFollow': refuse,
      'tracks.cancelFollow': refuse,
      'tracks.export': refuse,
      'tracks.import': refuse,
    },
  };
}
