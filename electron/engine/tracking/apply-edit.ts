import { EngineError } from '../../contract/errors.ts';
import { trackIdSchema, type TrackId } from '../../contract/ids.ts';
import type { TrackEdit, TrackKey } from '../../contract/tracks.ts';
import { keyAt, rangeOfKeys, sameMomentSeconds, type HeldTrack } from './held-track.ts';
import { joinKeys } from './join-keys.ts';

export interface EditSurroundings {
  /** Throws `not-found`. */
  readonly track: (trackId: TrackId) => HeldTrack;
  readonly newId: () => string;
  /** Of one frame of this video. */
  readonly frameSeconds: number;
  /** The frame that is shown at a time. */
  readonly frameIndexAt: (timeSeconds: number) => number;
}

export interface EditOutcome {
  readonly removed: readonly TrackId[];
  readonly put: readonly HeldTrack[];
}

/** What an edit makes of the tracks that it is about. Throws `not-found`, and `bad-request` with what cannot be. */
export function applyEdit(edit: TrackEdit, around: EditSurroundings): EditOutcome {
  if (edit.kind === 'draw') return { removed: [], put: [drawn(edit, around)] };
  const track = around.track(edit.trackId);
  const kept = (keys: readonly TrackKey[]): EditOutcome => ({ removed: [], put: [withKeys(track, keys, around)] });
  switch (edit.kind) {
    case 'set-key':
      return kept(setKey(track.keys, keyOf(edit, around)));
    case 'delete-key':
      return kept(withoutKey(track.keys, edit.timeSeconds));
    case 'set-range':
      return kept(cutTo(track.keys, edit.range, around));
    case 'rename':
      return { removed: [], put: [{ ...track, label: edit.label, isCorrected: isIndexed(track) }] };
    case 'delete':
      return { removed: [track.trackId], put: [] };
    case 'split':
      return splitAt(track, edit.timeSeconds, around);
    case 'join': {
      const other = around.track(edit.otherTrackId);
      if (other.trackId === track.trackId) throw refused('A track cannot be joined with itself.');
      return { removed: [other.trackId], put: [withKeys(track, joinKeys(track.keys, other.keys), around)] };
    }
  }
}

type KeyEdit = Extract<TrackEdit, { readonly kind: 'set-key' | 'draw' }>;

function keyOf(edit: KeyEdit, around: EditSurroundings): TrackKey {
  const { timeSeconds, box } = edit;
  if (!(box.width > 0 && box.height > 0)) throw refused('A box needs a width and a height above 0.');
  return {
    timeSeconds,
    frameIndex: edit.frameIndex ?? around.frameIndexAt(timeSeconds),
    box,
    confidence: 1,
    state: edit.kind === 'set-key' ? edit.state : 'tracked',
    isByHand: true,
  };
}

function drawn(edit: Extract<TrackEdit, { readonly kind: 'draw' }>, around: EditSurroundings): HeldTrack {
  const keys = [keyOf(edit, around)];
  return {
    trackId: trackIdSchema.parse(around.newId()),
    label: edit.label,
    origin: 'followed',
    trackerId: null,
    range: rangeOfKeys(keys, around.frameSeconds),
    isCorrected: false,
    revision: 0,
    keys,
  };
}

/** The key takes the place of one of the same moment, and remembers what a machine had said there. */
function setKey(keys: readonly TrackKey[], key: TrackKey): TrackKey[] {
  const same = keys.find(({ timeSeconds }) => Math.abs(timeSeconds - key.timeSeconds) < sameMomentSeconds);
  const said = same ?? keyAt(keys, key.timeSeconds);
  const replacedBox = said === null ? undefined : said.isByHand ? said.replacedBox : claimOf(said);
  const placed: TrackKey = { ...key, ...(replacedBox === undefined ? {} : { replacedBox }) };
  return [...keys.filter((one) => one !== same), placed].sort((a, b) => a.timeSeconds - b.timeSeconds);
}

function claimOf({ state, box }: TrackKey): TrackKey['box'] | undefined {
  return state === 'tracked' ? box : undefined;
}

function withoutKey(keys: readonly TrackKey[], timeSeconds: number): TrackKey[] {
  const kept = keys.filter((key) => Math.abs(key.timeSeconds - timeSeconds) >= sameMomentSeconds);
  if (kept.length === keys.length) throw new EngineError('not-found', `There is no key at ${timeSeconds} s.`);
  if (kept.length === 0) throw refused('The last key of a track cannot be deleted; delete the track.');
  return kept;
}

interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What lies in a range, with keys at both of its ends; beyond the track the nearest box is held. */
function cutTo(keys: readonly TrackKey[], { startSeconds, endSeconds }: Span, around: EditSurroundings): TrackKey[] {
  const lastSeconds = Math.max(startSeconds, endSeconds - around.frameSeconds);
  const end = (timeSeconds: number): TrackKey => {
    const inside = keyAt(keys, timeSeconds);
    const held = inside ?? (timeSeconds < keys[0]!.timeSeconds ? keys[0]! : keys.at(-1)!);
    const { replacedBox: _, ...plain } = held;
    return inside ?? { ...plain, timeSeconds, frameIndex: around.frameIndexAt(timeSeconds), isByHand: true };
  };
  const between = keys.filter(
    ({ timeSeconds }) =>
      timeSeconds > startSeconds + sameMomentSeconds && timeSeconds < lastSeconds - sameMomentSeconds,
  );
  const isOneFrame = lastSeconds - startSeconds < sameMomentSeconds;
  return [end(startSeconds), ...between, ...(isOneFrame ? [] : [end(lastSeconds)])];
}

/** The first part ends with the frame before the moment; the second begins with a key there. */
function splitAt(track: HeldTrack, timeSeconds: number, around: EditSurroundings): EditOutcome {
  const at = keyAt(track.keys, timeSeconds);
  const first = track.keys.filter((key) => key.timeSeconds < timeSeconds - sameMomentSeconds);
  if (at === null || first.length === 0)
    throw refused(`The track cannot be split at ${timeSeconds} s: nothing is before or after it.`);
  const lastSeconds = timeSeconds - around.frameSeconds;
  const last = lastSeconds > first.at(-1)!.timeSeconds + sameMomentSeconds ? keyAt(track.keys, lastSeconds) : null;
  const rest = track.keys.filter((key) => key.timeSeconds > timeSeconds + sameMomentSeconds);
  const second: HeldTrack = { ...track, trackId: trackIdSchema.parse(around.newId()), revision: 0 };
  return {
    removed: [],
    put: [withKeys(track, last === null ? first : [...first, last], around), withKeys(second, [at, ...rest], around)],
  };
}

function withKeys(track: HeldTrack, keys: readonly TrackKey[], { frameSeconds }: EditSurroundings): HeldTrack {
  return { ...track, keys, range: rangeOfKeys(keys, frameSeconds), isCorrected: isIndexed(track) };
}

const isIndexed = ({ origin }: HeldTrack): boolean => origin === 'indexed';

function refused(message: string): EngineError {
  return new EngineError('bad-request', message);
}
