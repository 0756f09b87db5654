import type { VideoId } from '../../contract/ids.ts';
import type { TrackletRow } from '../channels/tracks/rows.ts';
import { tracksChannel } from '../channels/tracks/tracks-channel.ts';
import type { ReadableDb } from '../store/database.ts';
import { activeVersionsOf, allBlocksOf } from '../store/queries/index.ts';
import type { IndexedTrack, ReadIndexedTracks } from './indexed-tracks.ts';

/** A reader of the tracklets that indexing keeps in a library. */
export function createTrackletReader(db: ReadableDb): ReadIndexedTracks {
  return (videoId: VideoId) => {
    const generation = activeVersionsOf(db, videoId);
    if (generation === null || !isReadable(generation.channelVersions['tracks'])) {
      return null;
    }
    const { generationKey, channelVersions } = generation;
    const rows = allBlocksOf(db, generationKey, tracksChannel.id).flatMap(({ payload }) =>
      tracksChannel.decode(payload),
    );
    const tracklets = rows.filter((row): row is TrackletRow => row.kind === 'tracklet');
    return { generationKey, trackerId: detectorOf(channelVersions['objects']), tracks: joinTracklets(tracklets) };
  };
}

function isReadable(version: string | number | undefined): boolean {
  return version !== undefined && Number.parseInt(String(version), 10) === tracksChannel.version;
}

/** `1 yolox-nano@1`: the number is the version of the channel, what follows its model. */
function detectorOf(version: string | number | undefined): string | null {
  const [, modelId] = String(version ?? '').split(' ');
  return modelId ?? null;
}

/** Whole things, from their parts in all blocks; by number. */
export function joinTracklets(rows: readonly TrackletRow[]): IndexedTrack[] {
  const tracks = new Map<number, { className: string; keys: IndexedTrack['keys'][number][] }>();
  for (const { trackNumber, className, keys } of rows) {
    const track = tracks.get(trackNumber) ?? { className, keys: [] };
    track.keys.push(...keys);
    tracks.set(trackNumber, track);
  }
  return [...tracks]
    .map(([trackNumber, { className, keys }]) => ({ trackNumber, className, keys }))
    .sort((a, b) => a.trackNumber - b.trackNumber);
}
