import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export const savedWindowSchema = z.object({
  x: z.int().min(-100_000).max(100_000),
  y: z.int().min(-100_000).max(100_000),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  isMaximized: z.boolean(),
});
/** Bounds in the system's points, and whether the window filled its display. */
export type SavedWindow = z.infer<typeof savedWindowSchema>;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A window counts as seen when this much of its title bar is on a display. */
const leastVisibleWidth = 100;
const titleBarHeight = 40;

/** Whether a person could grab a window with these bounds: its title bar shows on one of the displays. */
export function isOnDisplay({ x, y, width }: Area, displays: readonly Area[]): boolean {
  return displays.some((display) => {
    const visibleWidth = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
    return (
      visibleWidth >= Math.min(leastVisibleWidth, width) &&
      y >= display.y &&
      y + titleBarHeight <= display.y + display.height
    );
  });
}

/** The bounds that were kept, where there are any and a display still shows them; else null. */
export function readSavedWindow(file: string, displays: readonly Area[]): SavedWindow | null {
  try {
    const saved = savedWindowSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isOnDisplay(saved, displays) ? saved : null;
  } catch {
    // Never kept, or damaged: the usual size does.
    return null;
  }
}

/** Keeps the bounds. What cannot be written is only forgotten: `onFault` is told. */
export function saveWindow(file: string, window: SavedWindow, onFault: (error: unknown) => void): void {
  try {
    writeFileSync(file, JSON.stringify(savedWindowSchema.parse(window)));
  } catch (error) {
    onFault(error);
  }
}
