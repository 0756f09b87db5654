import type { TrackId } from '../../../electron/contract/ids.ts';
import type { TrackEdit } from '../../../electron/contract/tracks.ts';
import { t } from '../../lib/messages.svelte.ts';
import { trackName } from '../../lib/track-words.ts';
import type { KeyedTrack } from '../../lib/track-box.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';

export type ActionStation = Pick<Workstation, 'host' | 'notices' | 'tracks' | 'viewer'>;

/** What a person does to whole tracks, from the picture, the list and by keys. Failures are told as notices. */
export class TrackActions {
  readonly #station: ActionStation;

  constructor(station: ActionStation) {
    this.#station = station;
  }

  get canEdit(): boolean {
    return !this.#station.host.isReadOnly;
  }

  async rename(label: string): Promise<void> {
    await this.onSelected((track) =>
      this.edit({ kind: 'rename', trackId: track.trackId, label }, t('tracks.titleRename', { label })),
    );
  }

  async split(): Promise<void> {
    const { shownSeconds: timeSeconds } = this.#station.viewer;
    await this.onSelected((track) =>
      this.edit(
        { kind: 'split', trackId: track.trackId, timeSeconds },
        t('tracks.titleSplit', { label: trackName(track) }),
      ),
    );
  }

  /** The later one becomes part of the earlier one, which keeps its name. */
  async join(): Promise<void> {
    await this.onSelected(async () => {
      const { notices, tracks } = this.#station;
      const [first, second, ...more] = tracks.picked;
      if (first === undefined || second === undefined || more.length > 0) {
        notices.tell(t('tracks.joinFew'));
        return;
      }
      const edit: TrackEdit = { kind: 'join', trackId: first.trackId, otherTrackId: second.trackId };
      if ((await this.edit(edit, t('tracks.titleJoin', { label: trackName(second) }))) !== null) {
        tracks.select(first.trackId);
      }
    });
  }

  async remove(): Promise<void> {
    await this.onSelected(async (track) => {
      const { notices, tracks } = this.#station;
      const removed = tracks.picked;
      const title =
        removed.length > 1
          ? t('tracks.titleDeleteAll', { count: removed.length })
          : t('tracks.titleDelete', { label: trackName(track) });
      try {
        await tracks.remove(removed, title);
        notices.tell(t('tracks.done', { title }));
      } catch (error) {
        notices.fail(error);
      }
    });
  }

  /** The first frame of the selected track, or its last one. */
  goTo(end: 'start' | 'end'): void {
    const { notices, tracks, viewer } = this.#station;
    const { selected } = tracks;
    if (selected === null) {
      notices.tell(t('tracks.selectFirst'));
      return;
    }
    const { startSeconds, endSeconds } = selected.range;
    viewer.pause();
    viewer.seek(end === 'start' ? startSeconds + 0.0005 : Math.max(startSeconds, endSeconds - 0.001));
  }

  async onSelected(work: (track: KeyedTrack) => Promise<unknown>): Promise<void> {
    const { notices, tracks } = this.#station;
    if (!this.canEdit) {
      notices.warn(t('app.readOnly'));
    } else if (tracks.selected === null) {
      notices.tell(t('tracks.selectFirst'));
    } else {
      await work(tracks.selected);
    }
  }

  /** Answers the tracks that came of it; null when it failed, which is told. */
  async edit(edit: TrackEdit, title: string): Promise<readonly TrackId[] | null> {
    try {
      const ids = await this.#station.tracks.edit(edit, title);
      this.#station.notices.tell(t('tracks.done', { title }));
      return ids;
    } catch (error) {
      this.#station.notices.fail(error);
      return null;
    }
  }
}
