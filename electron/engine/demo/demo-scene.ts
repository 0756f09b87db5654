import type { Picture } from './picture.ts';

/** Something that can be searched for; `text` is a query that should find it. */
export interface DemoEvent {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface DemoCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
}

/** One clip of the demo: still pictures, how ffmpeg moves them, and what is then true of the clip. */
export interface DemoScene {
  /** Without extension, and without a word that a search could take for what is in the picture. */
  readonly name: string;
  readonly durationSeconds: number;
  readonly subtitleFormat: 'srt' | 'vtt';
  readonly cues: readonly DemoCue[];
  readonly events: readonly DemoEvent[];
  /** `[still0]`, `[still1]`, … of the graph. */
  readonly drawPictures: () => readonly Picture[];
  /** From the stills, each repeated for ever, to `[out]`. */
  readonly filterGraph: string;
}

export const demoWidthPixels = 640;
export const demoHeightPixels = 360;
export const demoFramesPerSecond = 25;
