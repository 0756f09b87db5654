import type { WorkShare } from '../engine-process/work-share.ts';
import type { ElectronApi } from './electron-api.ts';

type Deps = Pick<ElectronApi, 'powerSaveBlocker'> & {
  /** Windows whose task bar entry shows the work. */
  readonly windows: () => readonly { setProgressBar(progress: number): void }[];
};

/** More than 1 is how Electron says "of unknown length", less than 0 takes the bar away. */
const unknownLength = 2;
const noBar = -1;

/** While something is analysed the machine does not fall asleep, and the task bar shows how far it is. */
export class WorkIndicator {
  readonly #deps: Deps;
  #blockerId: number | null = null;
  #bar = noBar;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  show({ isIndexing, doneShare }: WorkShare): void {
    const { powerSaveBlocker } = this.#deps;
    if (isIndexing && this.#blockerId === null) {
      this.#blockerId = powerSaveBlocker.start('prevent-app-suspension');
    } else if (!isIndexing && this.#blockerId !== null) {
      powerSaveBlocker.stop(this.#blockerId);
      this.#blockerId = null;
    }
    // Whole percents: the bar need not move more often.
    this.#draw(isIndexing ? (doneShare === null ? unknownLength : Math.floor(doneShare * 100) / 100) : noBar);
  }

  #draw(bar: number): void {
    if (bar === this.#bar) {
      return;
    }
    this.#bar = bar;
    for (const window of this.#deps.windows()) {
      window.setProgressBar(bar);
    }
  }
}
