import type { ChannelId } from '../../contract/channels.ts';
import type { Channel, CoveringRow, FrameAnalyser } from './channel.ts';
import { LookAnalyser } from './look/analyse.ts';
import { lookChannel } from './look/look-channel.ts';
import { MotionAnalyser } from './motion/analyse.ts';
import { motionChannel } from './motion/motion-channel.ts';
import { namesChannel } from './names/names-channel.ts';
import { objectsChannel } from './objects/objects-channel.ts';
import { SceneFlow } from './pixels/scene-flow.ts';
import { ShotsAnalyser } from './shots/analyse.ts';
import { shotsChannel } from './shots/shots-channel.ts';
import { speechChannel } from './speech/speech-channel.ts';
import { tracksChannel } from './tracks/tracks-channel.ts';

/** Every way of knowing something about time. */
export const allChannels: readonly Channel<CoveringRow>[] = [
  shotsChannel,
  lookChannel,
  motionChannel,
  objectsChannel,
  tracksChannel,
  speechChannel,
  namesChannel,
];

/** The channels that are made from pixels and kept in blocks; `objects` and `tracks` only where a detector is installed. */
export function pixelChannels({ withObjects }: { readonly withObjects: boolean }): readonly Channel<CoveringRow>[] {
  return withObjects
    ? [shotsChannel, lookChannel, motionChannel, objectsChannel, tracksChannel]
    : [shotsChannel, lookChannel, motionChannel];
}

/**
 * New analysers for one video, to be pushed every frame in order. They share what they measure between frames; the
 * rows of `objects` come from a detector instead (`detectionsToRow`), those of `tracks` from the rows of a whole step.
 */
export function createAnalysers(): ReadonlyMap<ChannelId, FrameAnalyser<CoveringRow>> {
  const flow = new SceneFlow();
  return new Map<ChannelId, FrameAnalyser<CoveringRow>>([
    ['shots', new ShotsAnalyser({ flow })],
    ['look', new LookAnalyser({ flow })],
    ['motion', new MotionAnalyser({ flow })],
  ]);
}
