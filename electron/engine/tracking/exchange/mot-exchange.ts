import { EngineError } from '../../../contract/errors.ts';
import type { TrackExchange } from './exchange-track.ts';
import { fromPixels, round6, secondsOfFrame, seenFrames, toPixels, withLostGaps } from './pixel-boxes.ts';
import { clampConfidence, frameNumberOf, TrackCollector } from './track-collector.ts';

const row = /^\s*\d+(\.0+)?\s*,\s*-?\d+(\.0+)?\s*(,\s*-?[\d.eE+-]+\s*){4,8}$/;

/**
 * MOTChallenge: `frame, id, left, top, width, height, confidence, -1, -1, -1`, a row a box, frames from 1. It has no
 * place for labels and times; a frame without a row says that the thing is not seen there.
 */
export const motExchange: TrackExchange = {
  format: 'mot',
  extension: 'txt',
  looksLike: (text) => row.test(text.split('\n', 1)[0] ?? ''),
  write(tracks, video) {
    const rows = tracks.flatMap(({ keys }, index) =>
      seenFrames(keys).map(({ frameIndex, box, confidence }) => ({
        frameIndex,
        text: [frameIndex + 1, index + 1, ...toPixels(box, video), round6(confidence), -1, -1, -1].join(','),
      })),
    );
    rows.sort((a, b) => a.frameIndex - b.frameIndex);
    return {
      text: rows.map(({ text }) => `${text}\n`).join(''),
      leftOut: ['labels', 'times and the frame rate (frames are counted from 1)', 'which boxes were drawn by hand'],
    };
  },
  read(text, video) {
    const collector = new TrackCollector();
    const lines = text.split(/\r?\n/);
    if (!lines.some((line) => row.test(line))) {
      throw new EngineError(
        'bad-request',
        'There is no line of MOTChallenge (frame,id,left,top,width,height,…) in it.',
      );
    }
    lines.forEach((line, index) => {
      if (line.trim() === '') return;
      const where = { line: index + 1 };
      const [frame, id, x, y, width, height, confidence] = line.split(',');
      const frameNumber = frameNumberOf(frame);
      const box = fromPixels([Number(x), Number(y), Number(width), Number(height)], video);
      if (!row.test(line) || frameNumber === null || frameNumber < 1 || id === undefined) {
        collector.leaveOut(where, 'not-mot');
      } else if (Number(id) < 0) {
        collector.leaveOut(where, 'detection');
      } else if (box === null) {
        collector.leaveOut(where, 'no-area');
      } else {
        const frameIndex = frameNumber - 1;
        const name = String(Number(id));
        const about = { label: 'object', origin: 'imported', trackerId: 'mot' } as const;
        if (!collector.begin(name, where, about)) return;
        collector.add(name, where, {
          ...{ timeSeconds: secondsOfFrame(frameIndex, video), frameIndex, box, state: 'tracked', isByHand: false },
          confidence: clampConfidence(confidence === undefined ? 1 : Number(confidence)),
        });
      }
    });
    return collector.result(withLostGaps);
  },
};
