import { expect, test } from 'vitest';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { VideoSummary } from '../../../../electron/contract/library.ts';
import { PlayerSession } from '../../../../renderer/state/player-session.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';
import { hitOf } from '../../../helpers/search-answers.ts';

const video: VideoSummary = {
  videoId: videoIdSchema.parse('video-1'),
  title: 'clip.mp4',
  durationSeconds: 10,
  widthPixels: 640,
  heightPixels: 360,
  codec: 'hevc',
  rate: { num: 25, den: 1 },
  isVariableRate: false,
  startTimecode: null,
  state: 'done',
  isOffline: false,
  failure: null,
  copyCount: 1,
  sizeBytes: 1000,
  addedAtMs: 0,
  modifiedAtMs: null,
  sprite: null,
};

function sessionWith(isReachable: boolean | Error) {
  return new PlayerSession({
    callEngine: loopback({ 'library.show': async () => video }),
    isMediaReachable: async () => {
      if (isReachable instanceof Error) {
        throw isReachable;
      }
      return isReachable;
    },
  });
}

test('names the codec of a file that is there and shows no picture', async () => {
  const session = sessionWith(true);
  session.play(hitOf());
  await session.fail();
  expect(session.status).toEqual({ kind: 'unplayable', codec: 'hevc' });
});

test.each([false, new TypeError('fetch failed')])('calls a file that cannot be fetched unreachable', async (answer) => {
  const session = sessionWith(answer);
  session.play(hitOf());
  await session.fail();
  expect(session.status).toEqual({ kind: 'unreachable' });
});

test('does not even try a file that is offline', () => {
  const session = sessionWith(true);
  session.play(hitOf({ isOffline: true }));
  expect(session.status).toEqual({ kind: 'unreachable' });
});

test('a failure of a hit that has been left says nothing about the next', async () => {
  const session = sessionWith(false);
  session.play(hitOf());
  const failure = session.fail();
  session.play(hitOf({ hitId: 'hit-2' }));
  await failure;
  expect(session.status).toEqual({ kind: 'loading' });
});

test('playing the same hit again is a new request', () => {
  const session = sessionWith(true);
  const hit = hitOf();
  session.play(hit);
  const first = session.current;
  session.play(hit);
  expect(session.current).not.toBe(first);
});
