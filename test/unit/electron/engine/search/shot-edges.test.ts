import { describe, expect, test } from 'vitest';
import { BlockRows } from '../../../../../electron/engine/search/block-rows.ts';
import { ShotEdges } from '../../../../../electron/engine/search/shot-edges.ts';
import { FakeChannel, type FakeRow } from '../../../../helpers/fake-channel.ts';
import { FakeLibrary, seen } from '../../../../helpers/fake-library.ts';

function edgesOf(cutsAt: readonly number[], doneBlockCount = 3) {
  const rows = seen(
    180,
    cutsAt.map((seconds) => [seconds, seconds + 0.5, { cut: 1 }] as const),
  );
  // The fake library keeps rows of `look` as it would those of `shots`.
  const library = new FakeLibrary([{ name: 'film', durationSeconds: 180, rows: { look: rows }, doneBlockCount }]);
  const [video] = library.videos();
  const shots = new FakeChannel('shots', []);
  const asked: number[] = [];
  const edges = new ShotEdges({
    shots,
    blockRows: new BlockRows({
      source: {
        blocks: (request) => library.blocks({ ...request, channel: 'look' }),
        textRows: () => [],
        isOffline: () => false,
      },
    }),
    shotEdgesOf: (found) => {
      asked.push(found.length);
      return (found as FakeRow[]).filter((row) => row.words['cut'] === 1).map((row) => row.startSeconds);
    },
  });
  const within = (startSeconds: number, endSeconds: number) =>
    edges.within({ ...video!, channels: new Set(['shots'] as const) }, { startSeconds, endSeconds });
  return { within, asked };
}

describe('ShotEdges', () => {
  test('names the cuts inside a range, also across blocks, each once and rising', () => {
    const { within } = edgesOf([20, 58, 61, 130]);
    expect(within(50, 70)).toEqual([58, 61]);
    expect(within(57, 59)).toEqual([58]);
    expect(within(100, 120)).toEqual([]);
  });

  test('counts the ends of the video as edges', () => {
    const { within } = edgesOf([20]);
    expect(within(-1, 1)).toEqual([0]);
    expect(within(179, 181)).toEqual([180]);
  });

  test('looks at a block once, unless the block after it is still to come', () => {
    const done = edgesOf([20]);
    done.within(10, 30);
    done.within(15, 25);
    expect(done.asked).toHaveLength(1);
    const running = edgesOf([20], 1);
    running.within(10, 30);
    running.within(15, 25);
    expect(running.asked).toHaveLength(2);
  });
});
