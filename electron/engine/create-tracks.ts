import { EngineError } from '../contract/errors.ts';
import type { Handlers } from '../contract/index.ts';
import type { Clock } from './base/surroundings.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import type { ReadIndexedTracks } from './tracking/indexed-tracks.ts';
import { TrackService } from './tracking/track-service.ts';
import { TrackStore } from './tracking/track-store.ts';

type TrackHandlers = Pick<Handlers, Extract<keyof Handlers, `tracks.${string}`>>;

export interface TrackParts {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
  readonly readIndexed: ReadIndexedTracks;
}

/** Wires what is about things that are followed through footage. */
export function createTracks({ db, writer, clock, readIndexed }: TrackParts): { readonly handlers: TrackHandlers } {
  const refuse = async (): Promise<never> => {
    throw new EngineError('unsupported', 'This engine does not follow things yet.');
  };
  const tracks = new TrackService({ db, writer, clock, store: new TrackStore({ db, writer, readIndexed }) });
  return {
    handlers: {
      'tracks.list': async (params) => tracks.list(params),
      'tracks.watch': async (params, context) => {
        await tracks.watch(params, context);
        return {};
      },
      'tracks.edit': async (params) => tracks.edit(params),
      'tracks.restore': async (params) => tracks.restore(params),
      'tracks.corrections': async (params) => tracks.corrections(params),
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
