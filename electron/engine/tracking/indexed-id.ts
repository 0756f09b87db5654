import { trackIdSchema, type TrackId } from '../../contract/ids.ts';

/** What indexing found is known by its generation, which is never used twice, and its number in it. */
export interface IndexedName {
  readonly generationKey: number;
  readonly trackNumber: number;
}

export function indexedTrackId({ generationKey, trackNumber }: IndexedName): TrackId {
  return trackIdSchema.parse(`ix-${generationKey}-${trackNumber}`);
}

/** Null for a track that a person made. */
export function parseIndexedId(trackId: TrackId): IndexedName | null {
  const match = /^ix-(\d{1,15})-(\d{1,15})$/.exec(trackId);
  return match === null ? null : { generationKey: Number(match[1]), trackNumber: Number(match[2]) };
}
