import type { ChannelId } from '../../contract/channels.ts';
import type { PlanAtom } from '../../contract/plan.ts';
import type { TextQuery } from './index-source.ts';
import type { IndexSnapshot, PostingCache } from './posting-cache.ts';
import type { Turn } from './turn.ts';

/** What a channel does for the index: the terms under which it filed what an atom asks for. */
export interface TermChannel {
  readonly id: ChannelId;
  atomTerms(atom: PlanAtom): readonly string[] | null;
}

export interface AtomScoresRequest {
  readonly atom: PlanAtom;
  /** The channels that are asked; each can answer the atom. */
  readonly channels: readonly TermChannel[];
  readonly snapshot: IndexSnapshot;
  readonly postings: PostingCache;
  readonly turn: Turn;
}

/** Channels whose index is a full-text one. */
const textChannels: ReadonlySet<ChannelId> = new Set(['speech', 'names']);
/** A word in more cues than this tells nothing about where to look; the others of the query do. */
const maxCueHits = 2000;
const maxNameHits = 20_000;
/** All words near each other, but not in one text as they were asked for. */
const looseTextFactor = 0.6;

/** How strongly each block may show an atom, 0..1; NaN where none of the channels knows the block. */
export async function atomScores(request: AtomScoresRequest): Promise<Float32Array> {
  const { atom, channels, snapshot, turn } = request;
  const values = new Float32Array(snapshot.space.blockCount);
  for (const channel of channels) {
    if (textChannels.has(channel.id)) {
      await addTextScores(values, request, channel.id);
    } else {
      await addTermScores(values, request, channel);
    }
    await turn.breathe();
  }
  markUnknown(values, request);
  return values;

  async function addTermScores(into: Float32Array, of: AtomScoresRequest, channel: TermChannel): Promise<void> {
    for (const term of new Set(channel.atomTerms(atom) ?? [])) {
      const { ordinals, strengths } = await of.postings.postings(snapshot, { channel: channel.id, term }, turn);
      for (let row = 0; row < ordinals.length; row += 1) {
        const strength = strengths[row]! / 255;
        const ordinal = ordinals[row]!;
        if (strength > into[ordinal]!) {
          into[ordinal] = strength;
        }
      }
    }
  }
}

/** Words that an atom looks for in texts; null for atoms about the picture. */
export function atomWords(atom: PlanAtom): { readonly words: readonly string[]; readonly isPhrase: boolean } | null {
  switch (atom.kind) {
    case 'speech':
      return { words: atom.words, isPhrase: atom.isPhrase };
    case 'name':
    case 'words':
      return { words: atom.words, isPhrase: false };
    default:
      return null;
  }
}

async function addTextScores(values: Float32Array, request: AtomScoresRequest, channel: ChannelId): Promise<void> {
  const asked = atomWords(request.atom);
  if (asked === null) {
    return;
  }
  const words = [...new Set(asked.words)];
  const isPhrase = asked.isPhrase && asked.words.length > 1;
  const whole: TextQuery = isPhrase ? { words: asked.words, mode: 'phrase' } : { words, mode: 'all' };
  raise(values, blocksWithText(request, channel, whole), 1);
  await request.turn.breathe();
  if (words.length === 1) {
    return;
  }
  const wordCounts = new Uint8Array(values.length);
  for (const word of words) {
    const seen = new Uint8Array(values.length);
    for (const ordinal of blocksWithText(request, channel, { words: [word], mode: 'all' })) {
      wordCounts[ordinal]! += 1 - seen[ordinal]!;
      seen[ordinal] = 1;
    }
    await request.turn.breathe();
  }
  for (let ordinal = 0; ordinal < values.length; ordinal += 1) {
    values[ordinal] = Math.max(values[ordinal]!, (looseTextFactor * wordCounts[ordinal]!) / words.length);
  }
}

function raise(values: Float32Array, ordinals: Iterable<number>, strength: number): void {
  for (const ordinal of ordinals) {
    values[ordinal] = Math.max(values[ordinal]!, strength);
  }
}

/** Blocks whose speech, or all blocks of videos whose names, hold a text. May name a block more than once. */
function* blocksWithText(request: AtomScoresRequest, channel: ChannelId, query: TextQuery): Iterable<number> {
  const { snapshot, postings } = request;
  const { space } = snapshot;
  if (channel === 'names') {
    for (const videoKey of postings.names(snapshot, query, maxNameHits)) {
      const index = space.indexOfVideoKey(videoKey);
      if (index !== -1) {
        yield* between(space.firstOrdinals[index]!, space.firstOrdinals[index + 1]!);
      }
    }
    return;
  }
  for (const cue of postings.cues(snapshot, query, maxCueHits)) {
    const index = space.indexOfVideoKey(cue.videoKey);
    if (index !== -1) {
      const { from, to } = space.ordinalsOf(index, cue.startSeconds, cue.endSeconds);
      yield* between(from, to);
    }
  }
}

function* between(from: number, to: number): Iterable<number> {
  for (let ordinal = from; ordinal < to; ordinal += 1) {
    yield ordinal;
  }
}

/** Blocks that none of the asked channels has looked at. Text needs no analysis, so it is known of every block. */
function markUnknown(values: Float32Array, { snapshot, channels }: AtomScoresRequest): void {
  const { space } = snapshot;
  for (const [index, video] of space.videos.entries()) {
    const from = space.firstOrdinals[index]!;
    const to = space.firstOrdinals[index + 1]!;
    const knowing = channels.filter((channel) => video.channels.has(channel.id));
    if (knowing.length === 0) {
      values.fill(Number.NaN, from, to);
    } else if (!knowing.some((channel) => textChannels.has(channel.id))) {
      values.fill(Number.NaN, Math.min(to, from + video.doneBlockCount), to);
    }
  }
}
