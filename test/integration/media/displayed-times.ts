import { collectBytes } from '../../../electron/engine/media/frame-sink.ts';
import { fileSource, startCommand } from '../../../electron/engine/media/ffmpeg-command.ts';
import { parseFilterTimeBase, parseFrameInfo } from '../../../electron/engine/media/ffmpeg-log.ts';
import type { MediaFacts } from '../../../electron/engine/media/media-facts.ts';
import { tools } from './numbered-clip.ts';

/** When each frame of a whole file is shown, by decoding all of it: seconds from the first displayed frame. */
export async function displayedTimes(path: string, facts: MediaFacts): Promise<number[]> {
  const { streamIndex, startPts, untimedFrameCount } = facts.video;
  let { timeBase } = facts.video;
  const ptsList: number[] = [];
  await startCommand({
    executable: tools.ffmpegPath,
    inputs: [{ source: fileSource(path), options: ['-copyts'] }],
    outputOptions: [
      ...['-map', `0:${streamIndex}`, '-filter:v', 'showinfo=checksum=0', '-fps_mode', 'passthrough'],
      ...['-max_error_rate', '1', '-f', 'null'],
    ],
    output: collectBytes(0).writable,
    onLogLine: (line) => {
      timeBase = parseFilterTimeBase(line) ?? timeBase;
      ptsList.push(...[parseFrameInfo(line)?.pts ?? []].flat());
    },
  }).ended;
  return ptsList
    .slice(untimedFrameCount)
    .map((pts) => ((pts - startPts) * timeBase.num) / timeBase.den)
    .filter((seconds) => seconds >= 0)
    .sort((a, b) => a - b);
}
