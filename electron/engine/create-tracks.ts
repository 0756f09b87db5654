import type { Handlers } from '../contract/index.ts';
import type { Disposable } from './base/surroundings.ts';
import type { EngineDeps } from './create-engine.ts';
import { fileNamePart, type ExportService } from './export/export-service.ts';
import type { LibraryView } from './library/library-view.ts';
import type { MediaTools } from './media/media-tools.ts';
import { VideoSources } from './media/video-sources.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import { ExchangeService } from './tracking/exchange/exchange-service.ts';
import { FollowService } from './tracking/follow/follow-service.ts';
import { ownTrackerModule } from './tracking/follow/follow-clip.ts';
import { createTrackletReader } from './tracking/read-tracklets.ts';
import { installedTrackingModel } from './tracking-model-source.ts';
import type { ModelStore } from './models/model-store.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import { TrackService } from './tracking/track-service.ts';
import { TrackStore } from './tracking/track-store.ts';

type TrackHandlers = Pick<Handlers, Extract<keyof Handlers, `tracks.${string}`>>;

export interface TrackParts {
  readonly deps: EngineDeps;
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly view: LibraryView;
  readonly tools: () => Promise<MediaTools>;
  readonly models: ModelStore;
  readonly inference: InferenceHost;
  readonly exports: ExportService;
}

export interface TrackSide extends Disposable {
  readonly handlers: TrackHandlers;
}

/** Wires what is about things that are followed through footage. */
export function createTracks(parts: TrackParts): TrackSide {
  const { db, writer, view, tools, deps, exports } = parts;
  const { clock, logger, trackerModule = ownTrackerModule } = deps;
  const sources = new VideoSources({ db, tools, resolveFile: (videoId) => view.resolveFile(videoId) });
  const tracks = new TrackService({
    db,
    writer,
    clock,
    store: new TrackStore({ db, writer, readIndexed: createTrackletReader(db) }),
  });
  const follows = new FollowService({
    ...{ db, writer, clock, logger, sources, tracks, trackerModule },
    trackingModel: () => installedTrackingModel(parts),
  });
  const exchange = new ExchangeService({ tracks, sources });
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
      'tracks.follow': (params, context) => follows.follow(params, context),
      'tracks.watchFollows': async (_params, context) => {
        await follows.watch(context);
        return {};
      },
      'tracks.pauseFollow': ({ followId }) => follows.pause(followId),
      'tracks.resumeFollow': async ({ followId }) => follows.resume(followId),
      'tracks.cancelFollow': ({ followId }) => follows.cancel(followId),
      'tracks.export': async (params, { signal }) => {
        const { text, extension, ...written } = await exchange.write(params, signal);
        const baseName = `${fileNamePart(view.show(params.videoId).title)} tracks`;
        return { ...(await exports.keep({ text, extension, baseName })), ...written, leftOut: [...written.leftOut] };
      },
      'tracks.import': (params, { signal }) => exchange.read(params, signal),
    },
    dispose: () => follows.dispose(),
  };
}
