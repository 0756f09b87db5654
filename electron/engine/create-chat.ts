import type { FolderId, VideoId } from '../contract/ids.ts';
import type { Handlers } from '../contract/index.ts';
import { videoFilterSchema } from '../contract/library.ts';
import { searchQuerySchema } from '../contract/search.ts';
import type { Disposable } from './base/surroundings.ts';
import { ChatModels, type ChatModelSource } from './chat/chat-models.ts';
import { ChatService } from './chat/chat-service.ts';
import { ConversationStore } from './chat/conversation-store.ts';
import { FootageFacts } from './chat/footage-facts.ts';
import { FootageReader } from './chat/looking/footage-reader.ts';
import type { KeepCaptions } from './chat/tasks/captions-task.ts';
import type { FollowBetween } from './chat/tasks/track-task.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import type { MediaTools } from './media/media-tools.ts';
import { VideoSources } from './media/video-sources.ts';
import type { ModelStore } from './models/model-store.ts';
import { IndexAnswerer } from './chat/index-answers/index-answerer.ts';
import type { FindMoments } from './chat/index-answers/answering.ts';
import { refineMoments } from './chat/refine-moments.ts';
import type { ScopeLibrary } from './chat/scope.ts';
import type { EngineDeps } from './create-engine.ts';
import type { ExportService } from './export/export-service.ts';
import type { LibraryView } from './library/library-view.ts';
import type { SearchService } from './search/search-service.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import { captionSource, replaceCues, videoById } from './store/queries/index.ts';
import { followClip } from './tracking/follow/follow-clip.ts';
import { installedTrackingModel } from './tracking-model-source.ts';
import { createTrackletReader } from './tracking/read-tracklets.ts';
import { TrackStore } from './tracking/track-store.ts';

type ChatHandlers = Pick<Handlers, Extract<keyof Handlers, `chat.${string}`>>;

export interface ChatParts {
  readonly deps: EngineDeps;
  readonly db: ReadableDb;
  /** Null where the library is only read: then nothing is kept. */
  readonly writer: WritableDb | null;
  readonly view: LibraryView;
  readonly tools: () => Promise<MediaTools>;
  readonly search: SearchService;
  readonly exports: ExportService;
  readonly servers: ChatModelSource<'server'>;
  readonly models: ModelStore;
  readonly inference: InferenceHost;
}

export interface ChatSide extends Disposable {
  readonly handlers: ChatHandlers;
}

const mostMoments = 200;

/** Wires what is about questions to chosen footage. */
export function createChat(parts: ChatParts): ChatSide {
  const { deps, db, writer, view, search, exports, tools } = parts;
  const { clock, logger } = deps;
  const conversations = new ConversationStore({ db, writer, clock });
  const tracks = new TrackStore({ db, writer, readIndexed: createTrackletReader(db) });
  const facts = new FootageFacts({ db, tracks });
  const find: FindMoments = (text, videoIds, signal) =>
    search.queryWithin(
      searchQuerySchema.parse({ text: text.slice(0, 500), limit: mostMoments }),
      { signal, onProgress: () => {} },
      { videoIds },
    );
  const sources = new VideoSources({ db, tools, resolveFile: (videoId) => view.resolveFile(videoId) });
  const reader = new FootageReader({ sources });
  const models = new ChatModels([...(deps.chatModels ?? []), parts.servers]);
  const library = scopeLibrary(db, view);
  const chat = new ChatService({
    ...{ conversations, clock, logger },
    library,
    index: new IndexAnswerer({ facts, find }),
    models,
    tasks: {
      ...{ facts, find, reader },
      follow: followerOf(sources, parts),
      keepCaptions: writer === null ? null : captionKeeper(writer),
    },
    keepExport: (kept) => exports.keep(kept),
  });
  return {
    handlers: {
      'chat.list': async () => chat.list(),
      'chat.watch': async (_params, { signal, onProgress }) => {
        await conversations.watch((revision) => onProgress({ revision }), signal);
        return {};
      },
      'chat.open': async (params) => chat.open(params),
      'chat.create': async ({ title }) => conversations.create(title),
      'chat.rename': async ({ conversationId, title }) => conversations.rename(conversationId, title),
      'chat.delete': async ({ conversationId }) => {
        conversations.delete(conversationId);
        return {};
      },
      'chat.branch': async ({ turnId }) => conversations.branch(turnId),
      'chat.ask': async (params, context) => chat.ask(params, context),
      'chat.edit': async (params, context) => chat.edit(params, context),
      'chat.regenerate': async (params, context) => chat.regenerate(params, context),
      'chat.stop': async (params) => {
        chat.stop(params);
        return {};
      },
      'chat.export': (params) => chat.export(params),
      'chat.refine': (params, context) => refineMoments({ models, library, reader }, params, context),
      'chat.models': (_params, context) => chat.models(context),
    },
    dispose: () => chat.dispose(),
  };
}

/** Follows between boxes with the best tracker that there is. */
function followerOf(sources: VideoSources, parts: ChatParts): FollowBetween {
  return async ({ videoId, seeds, untilSeconds }, signal) => {
    const { path, facts, tools } = await sources.open(videoId, signal);
    const model = await installedTrackingModel(parts);
    const { trackerModule } = parts.deps;
    const { keys } = await followClip({
      ...{ path, facts, tools, seeds, untilSeconds, model, signal },
      ...{ isForward: true, isBackward: false, sinceSeconds: null, tracker: 'auto', onProgress: () => {} },
      ...(trackerModule === undefined ? {} : { trackerModule }),
    });
    return keys;
  };
}

/** As timed text of a source of its own, which search finds as it finds what is said. */
function captionKeeper(writer: WritableDb): KeepCaptions {
  return async ({ videoId, modelId, captions: cues }, signal) => {
    const video = videoById(writer, videoId);
    if (video === null) return;
    const source = `${captionSource}${modelId}`;
    await replaceCues(writer, { videoKey: video.videoKey, source, language: null, cues }, { signal });
  };
}

const mostVideosOfFolder = 1000;

function scopeLibrary(db: ReadableDb, view: LibraryView): ScopeLibrary {
  return {
    videoOf: (videoId: VideoId) => videoById(db, videoId),
    videosOf: (folderId: FolderId) => {
      const filter = videoFilterSchema.parse({ folderId });
      return view.list({ filter, limit: mostVideosOfFolder }).videos.map(({ videoId }) => videoId);
    },
  };
}
