import { EngineError } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { ReadableDb } from '../store/database.ts';
import { videoById } from '../store/queries/index.ts';
import { mediaFactsSchema, type MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import { probeMedia } from './probe.ts';

export interface VideoSourcesDeps {
  readonly db: ReadableDb;
  readonly tools: () => Promise<MediaTools>;
  readonly resolveFile: (videoId: VideoId) => Promise<{ readonly path: string } | null>;
}

/** A video that can be read now, and what is known of it. */
export interface VideoSource {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly fingerprint: string;
}

/** Opens videos of the library for those who read the footage itself. */
export class VideoSources {
  readonly #deps: VideoSourcesDeps;

  constructor(deps: VideoSourcesDeps) {
    this.#deps = deps;
  }

  /** Throws `not-found`, `file-missing` for a video that is offline, and what `probeMedia` throws. */
  async open(videoId: VideoId, signal?: AbortSignal): Promise<VideoSource> {
    const { db, tools: findTools, resolveFile } = this.#deps;
    const video = videoById(db, videoId);
    if (video === null) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    const file = await resolveFile(videoId);
    if (file === null) {
      throw new EngineError('file-missing', `${video.title} is offline.`, { details: { videoId } });
    }
    const tools = await findTools();
    const { path } = file;
    // A video that waits for its analysis has not been looked at yet.
    const facts = storedFacts(video.probeJson) ?? (await probeMedia(path, { tools, signal }));
    return { path, facts, tools, fingerprint: video.fingerprint };
  }
}

function storedFacts(probeJson: string | null): MediaFacts | null {
  const facts = probeJson === null ? null : mediaFactsSchema.safeParse(JSON.parse(probeJson));
  return facts?.success === true ? facts.data : null;
}
