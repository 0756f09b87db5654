import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isAbort } from '../../contract/errors.ts';
import type { Logger } from '../base/surroundings.ts';
import { readEmbeddedSubtitles } from '../media/embedded-subtitles.ts';
import type { MediaTools } from '../media/media-tools.ts';
import type { WritableDb } from '../store/database.ts';
import { cueSourcesOf, readSetting, removeCues, replaceCues, writeSetting } from '../store/queries/index.ts';
import { decodeTextInTurns } from './subtitles/decode-text.ts';
import { parseSubtitlesInTurns } from './subtitles/parse-subtitles.ts';
import { sidecarFiles } from './subtitles/sidecar-files.ts';
import type { VideoUnderWork } from './index-run.ts';

export interface SubtitleStageDeps {
  readonly db: WritableDb;
  readonly logger: Logger;
  readonly tools: MediaTools;
}

/** Larger text is no subtitle file of a film: 120,000 cues are 6.5 MB. */
const largestFileBytes = 64 * 1024 * 1024;
const signatureSchema = z.record(z.string(), z.string());

interface SubtitleSource {
  readonly source: string;
  readonly language: string | null;
  /** Changes when the text may have changed. */
  readonly signature: string;
  readonly read: () => Promise<string>;
}

/**
 * Reads timed text beside the file and inside it, each source only when it is new or has changed; what is gone is
 * removed. A source that cannot be read is logged and left out: the picture is indexed all the same.
 */
export async function refreshSubtitles(deps: SubtitleStageDeps, work: VideoUnderWork): Promise<void> {
  const { db, logger } = deps;
  const { video, signal, onProgress } = work;
  onProgress({ stage: 'subtitles', doneSeconds: 0, totalSeconds: work.facts.durationSeconds });
  const sources = [...(await sidecarSources(work)), ...embeddedSources(deps, work)];
  const settingKey = `subtitles:${video.videoId}`;
  const known = readSignatures(db, settingKey);
  const seen: Record<string, string> = {};
  for (const { source, language, signature, read } of sources) {
    signal.throwIfAborted();
    if (known[source] === signature) {
      seen[source] = signature;
      continue;
    }
    try {
      const { cues, malformedCount } = await parseSubtitlesInTurns(await read(), { signal });
      await replaceCues(db, { videoKey: video.videoKey, source, language, cues }, { signal });
      seen[source] = signature;
      logger.info('ingest.subtitles', { cueCount: cues.length, malformedCount });
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      logger.warn('ingest.subtitles-unreadable', { source: source.split(':')[0] ?? '' });
    }
  }
  for (const { source } of cueSourcesOf(db, video.videoKey)) {
    if (seen[source] === undefined && isRead(source)) {
      await removeCues(db, { videoKey: video.videoKey, source }, { signal });
    }
  }
  writeSetting(db, settingKey, JSON.stringify(seen));
}

/** Whether a source is one of those that are read here; what a model has said about a video stays. */
function isRead(source: string): boolean {
  return source.startsWith('sidecar:') || source.startsWith('stream:');
}

function readSignatures(db: WritableDb, settingKey: string): Record<string, string> {
  const stored = readSetting(db, settingKey);
  const parsed = stored === null ? null : signatureSchema.safeParse(JSON.parse(stored));
  return parsed?.success === true ? parsed.data : {};
}

async function sidecarSources({ path, signal }: VideoUnderWork): Promise<SubtitleSource[]> {
  const folder = dirname(path);
  const names = await readdir(folder);
  signal.throwIfAborted();
  const sources: SubtitleSource[] = [];
  for (const { fileName, language } of sidecarFiles(basename(path), names)) {
    const file = join(folder, fileName);
    const { size, mtimeMs } = await stat(file);
    if (size > 0 && size <= largestFileBytes) {
      sources.push({
        source: `sidecar:${fileName}`,
        language,
        signature: `${size}:${Math.round(mtimeMs)}`,
        read: async () => decodeTextInTurns(await readFile(file, { signal }), { signal }),
      });
    }
  }
  return sources;
}

function embeddedSources({ tools }: SubtitleStageDeps, { path, facts, signal }: VideoUnderWork): SubtitleSource[] {
  return facts.subtitles
    .filter(({ isText }) => isText)
    .map(({ streamIndex, language }) => ({
      source: `stream:${streamIndex}`,
      language,
      // The content is the video's identity, so a stream is read once.
      signature: 'content',
      read: () => readEmbeddedSubtitles({ path, facts, streamIndex, tools, signal }),
    }));
}
