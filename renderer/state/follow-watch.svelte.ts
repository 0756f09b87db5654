import type { CallEngine } from '../../electron/contract/index.ts';
import type { FollowSummary } from '../../electron/contract/tracks.ts';

/** What is being followed in the whole library, from whatever window, for as long as the connection lasts. */
export class FollowWatch {
  #follows = $state.raw<readonly FollowSummary[]>([]);
  readonly #callEngine: CallEngine;
  readonly #onChange: (follows: readonly FollowSummary[]) => void;

  constructor(callEngine: CallEngine, onChange: (follows: readonly FollowSummary[]) => void) {
    this.#callEngine = callEngine;
    this.#onChange = onChange;
  }

  /** What is not over, then what ended lately, newest first. */
  get follows(): readonly FollowSummary[] {
    return this.#follows;
  }

  /** How many things are followed or wait for it. */
  get activeCount(): number {
    return this.#follows.filter(({ state }) => state === 'running' || state === 'queued').length;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine(
        'tracks.watchFollows',
        {},
        {
          onProgress: ({ follows }) => {
            this.#follows = follows;
            this.#onChange(follows);
          },
        },
      );
    } catch {
      // What is stale would be shown as if it still moved.
      this.#follows = [];
    }
  }
}
