/** Where a pair of ffmpeg and ffprobe was found. */
export type MediaToolSource = 'settings' | 'environment' | 'packaged' | 'path' | 'ffmpeg-static' | 'apt';

/** A checked pair of programs from the same build. */
export interface MediaTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** As the programs print it, such as `5.1.9-0+deb12u1`. */
  readonly version: string;
  readonly source: MediaToolSource;
}
