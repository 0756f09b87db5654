import { expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import { ClipFacts } from '../../../../renderer/state/clip-facts.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';
import { clipOf } from '../../../helpers/clips.ts';

const v1 = videoIdSchema.parse('v1');
const v2 = videoIdSchema.parse('v2');

test('a clip is asked for once, and anew when the library has changed, but not all the time', async () => {
  let nowMs = 0;
  const show = vi.fn<Handlers['library.show']>(async ({ videoId }) => clipOf(videoId));
  const facts = new ClipFacts(loopback({ 'library.show': show }), () => nowMs);
  expect(facts.of(v1)).toBeNull();
  await facts.need([v1, v1, v2], 1);
  await facts.need([v1, v2], 1);
  expect(facts.of(v1)?.videoId).toBe(v1);
  expect(show).toHaveBeenCalledTimes(2);
  await facts.need([v1], 2);
  expect(show).toHaveBeenCalledTimes(2);
  nowMs = 4000;
  await facts.need([v1], 2);
  expect(show).toHaveBeenCalledTimes(3);
});

test('what could not be had is asked for again', async () => {
  let isThere = false;
  const show: Handlers['library.show'] = async ({ videoId }) => {
    if (!isThere) {
      throw new EngineError('disconnected', 'no');
    }
    return clipOf(videoId);
  };
  const facts = new ClipFacts(loopback({ 'library.show': show }));
  await facts.need([v1], 1);
  isThere = true;
  await facts.need([v1], 1);
  expect(facts.of(v1)).not.toBeNull();
});
