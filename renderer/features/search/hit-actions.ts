import type { SearchHit } from '../../../electron/contract/search.ts';
import { t } from '../../lib/messages.svelte.ts';
import { shownTime, timeDisplay } from '../../lib/shown-time.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';
import { openHit } from './open-hit.ts';

/** What a person can do with a hit; failures are told, none is thrown. */
export class HitActions {
  readonly #station: Workstation;

  constructor(station: Workstation) {
    this.#station = station;
  }

  play(hit: SearchHit): void {
    openHit(this.#station, hit);
  }

  async collect(hit: SearchHit): Promise<void> {
    const { selection, notices, search } = this.#station;
    const { videoId, range, title } = hit;
    if (selection.has(videoId, range)) {
      notices.tell(t('search.addedAlready'));
      return;
    }
    const query = search.result?.plan.text ?? null;
    const words = t('search.added', { title });
    await this.#try(async () => {
      await selection.add([{ videoId, range, name: '', note: '', query }], words);
      notices.tell(words);
    });
  }

  /** The same verdict once more takes it back. */
  async judge(hit: SearchHit, verdict: 'right' | 'wrong'): Promise<void> {
    const { verdicts } = this.#station;
    const next = verdicts.of(hit)?.verdict === verdict ? null : verdict;
    const words = t(`search.verdict.${next ?? 'none'}`, { title: hit.title });
    await this.#try(async () => {
      await verdicts.judge(hit, next, words);
      this.#station.notices.tell(words);
    });
  }

  async nothingIn(hits: readonly SearchHit[]): Promise<void> {
    const words = t('search.verdict.nothing', { title: hits[0]!.title });
    await this.#try(async () => {
      await this.#station.verdicts.nothingIn(hits, words);
      this.#station.notices.tell(words);
    });
  }

  /** Gives up the edges that were set by hand: the moment is shown as it is found. */
  async takeCorrectionBack(hit: SearchHit): Promise<void> {
    await this.#try(async () => {
      await this.#station.verdicts.judge(hit, null, t('search.verdict.none', { title: hit.title }));
      await this.#station.search.repeat();
    });
  }

  async copyTime(hit: SearchHit): Promise<void> {
    const { settings, clips, notices } = this.#station;
    const text = shownTime(hit.range.startSeconds, timeDisplay(settings.current.units, clips.of(hit.videoId)));
    try {
      await navigator.clipboard.writeText(text);
      notices.tell(t('search.copied', { text }));
    } catch {
      notices.tell(t('search.copyFailed', { text }));
    }
  }

  searchInside({ videoId, title }: SearchHit): void {
    void this.#station.search.searchIn({ videoIds: [videoId], title });
  }

  async reveal({ videoId }: SearchHit): Promise<void> {
    await this.#try(() => this.#station.callEngine('host.reveal', { videoId }));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#station.notices.fail(error);
    }
  }
}
