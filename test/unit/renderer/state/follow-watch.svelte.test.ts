import { expect, test, vi } from 'vitest';
import { followIdSchema, trackIdSchema, videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { FollowState, FollowSummary } from '../../../../electron/contract/tracks.ts';
import { followsOf } from '../../../../renderer/features/jobs/queue-figures.ts';
import { FollowWatch } from '../../../../renderer/state/follow-watch.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';

function followIn(state: FollowState): FollowSummary {
  return {
    ...{ followId: followIdSchema.parse(`f-${state}`), videoId: videoIdSchema.parse('v1'), title: 'a.mp4', state },
    ...{ trackId: trackIdSchema.parse('t1'), label: 'dog', doneSeconds: 1, totalSeconds: 4 },
    ...{ realTimeFactor: null, remainingSeconds: null, failure: null },
  };
}

const all = (['running', 'queued', 'paused', 'failed', 'done', 'cancelled'] as const).map(followIn);

test('what is followed anywhere is known while the connection lasts, and told', async () => {
  const told = vi.fn();
  const { callEngine, close } = connectLoopback({
    'tracks.watchFollows': (_params, { onProgress }) => {
      onProgress({ follows: all });
      return new Promise(() => {});
    },
  });
  const watch = new FollowWatch(callEngine, told);
  const ended = watch.start();
  await vi.waitFor(() => expect(watch.follows).toHaveLength(6));
  expect(watch.activeCount).toBe(2);
  expect(told).toHaveBeenCalledWith(all);
  close();
  await ended;
  expect(watch.follows).toEqual([]);
});

test.each([
  ['all', 6],
  ['active', 3],
  ['failed', 1],
  ['over', 2],
] as const)('the filter %s of the tray lists %d of one in each state', (filter, count) => {
  expect(followsOf(all, filter)).toHaveLength(count);
});
