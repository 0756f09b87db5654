import type { ChatMessage, ChatPart, ChatPicture } from '../../api/chat-model.ts';
import type { QwenVlConfiguration } from './configuration.ts';
import type { QwenVlFolder } from './folder.ts';
import { positionsOf } from './positions.ts';
import type { PlacedClip, Positions } from './positions.ts';
import { gridOf, tokenCountOf } from './preprocess.ts';
import { resizePicture } from './preprocess-resize.ts';
import { smartResize } from './preprocess-size.ts';
import { expandPads, renderPrompt } from './prompt.ts';

/** A picture or a video of a prompt, at the size at which it is looked at. */
export interface PromptClip extends PlacedClip {
  readonly frames: readonly ChatPicture[];
  readonly tokenCount: number;
}

/** A request as the graphs read it, but for the pixels' patches, which are made when their turn comes. */
export interface Prompt {
  readonly ids: readonly number[];
  readonly positions: Positions;
  readonly clips: readonly PromptClip[];
  readonly visionTokenCount: number;
}

/** Throws RangeError for pictures that cannot be looked at, and for a template that drops or repeats them. */
export function preparePrompt(
  messages: readonly ChatMessage[],
  { configuration, vocabulary, template }: Pick<QwenVlFolder, 'configuration' | 'vocabulary' | 'template'>,
): Prompt {
  const clips = messages.flatMap(({ parts }) => parts.flatMap((part) => clipsOf(part, configuration)));
  const text = renderPrompt(messages, { template, specialTokens: vocabulary.specialTokens });
  const { imageTokenId, videoTokenId, vision } = configuration;
  const padIds = new Set([imageTokenId, videoTokenId]);
  const counts = clips.map(({ tokenCount }) => tokenCount);
  const ids = expandPads(vocabulary.encode(text), counts, padIds);
  const { mergeSize, tokensPerSecond } = vision;
  return {
    ids,
    positions: positionsOf(ids, clips, { padIds, mergeSize, tokensPerSecond }),
    clips,
    visionTokenCount: counts.reduce((sum, count) => sum + count, 0),
  };
}

function clipsOf(part: ChatPart, { vision, image }: QwenVlConfiguration): readonly PromptClip[] {
  if (part.kind === 'text') {
    return [];
  }
  const frames =
    part.kind === 'video'
      ? part.video.frames.map(({ picture }) => picture)
      : [resizePicture(part.picture, smartResize(part.picture, vision.patchSize * vision.mergeSize, image))];
  const grid = gridOf(frames, vision);
  const secondsPerGrid = part.kind === 'video' ? vision.framesPerPatch / part.video.framesPerSecond : null;
  return [{ frames, grid, secondsPerGrid, tokenCount: tokenCountOf(grid, vision.mergeSize) }];
}
