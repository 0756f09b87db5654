import type { SpriteLayout } from '../../electron/contract/timeline.ts';

/** The tile whose time holds the moment; the first or last one beyond the ends. */
export function tileIndexAt({ tileCount, secondsPerTile }: SpriteLayout, seconds: number): number {
  return Math.max(0, Math.min(tileCount - 1, Math.floor(seconds / secondsPerTile)));
}

/** How a box shows one tile of a sheet as its background, whatever the size of the box. */
export function tileBackground({ columns, rows }: SpriteLayout, tileIndex: number): { size: string; position: string } {
  const share = (index: number, count: number) => (count < 2 ? 0 : (index / (count - 1)) * 100);
  const x = share(tileIndex % columns, columns);
  const y = share(Math.floor(tileIndex / columns), rows);
  return { size: `${columns * 100}% ${rows * 100}%`, position: `${x}% ${y}%` };
}
