/** What every edge on the timeline needs to be moved. */
export interface EdgeTools {
  readonly secondsAt: (clientX: number) => number;
  readonly snap: (seconds: number) => number;
  readonly stepped: (seconds: number, frameCount: number) => number;
}
