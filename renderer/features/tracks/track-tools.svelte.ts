import type { TrackId } from '../../../electron/contract/ids.ts';
import type { Box } from '../../../electron/contract/time-range.ts';
import type { TrackEdit } from '../../../electron/contract/tracks.ts';
import { centredBox } from '../../lib/box-edit.ts';
import { t } from '../../lib/messages.svelte.ts';
import { shownTime, timeDisplay } from '../../lib/shown-time.ts';
import { boxAt, type KeyedTrack } from '../../lib/track-box.ts';
import { trackName } from '../../lib/track-words.ts';
import { lostAtSeconds } from '../../state/track-follow.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';
import { TrackActions } from './track-actions.ts';

export type EditMode =
  | { readonly kind: 'none' }
  /** A new track's first box. */
  | { readonly kind: 'new'; readonly box: Box }
  /** The box of a track at the shown frame. */
  | { readonly kind: 'change'; readonly trackId: TrackId; readonly box: Box };

type Station = Pick<Workstation, 'host' | 'notices' | 'settings' | 'tracks' | 'viewer'>;
export type FollowDirection = 'forward' | 'backward' | 'both';

const none: EditMode = { kind: 'none' };

/** What a person does to tracks at the shown frame. Failures are told as notices. */
export class TrackTools {
  #mode = $state.raw<EditMode>(none);
  readonly actions: TrackActions;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
    this.actions = new TrackActions(station);
  }

  get mode(): EditMode {
    return this.#mode;
  }

  get canEdit(): boolean {
    return this.actions.canEdit;
  }

  /** A centred box, to be moved or drawn anew. */
  startNew(): void {
    if (!this.canEdit) {
      this.#station.notices.warn(t('app.readOnly'));
      return;
    }
    this.#station.viewer.pause();
    this.#mode = { kind: 'new', box: centredBox };
  }

  /** The box of the selected track, as it is at the shown frame or was last. */
  startChange(): void {
    const { tracks, viewer } = this.#station;
    const { selected } = tracks;
    if (selected !== null && this.canEdit) {
      viewer.pause();
      const box = boxAt(selected, viewer.shownSeconds)?.box ?? selected.keys.at(-1)!.box;
      this.#mode = { kind: 'change', trackId: selected.trackId, box };
    }
  }

  /** As drafted; nothing is kept yet. */
  draft(box: Box): void {
    if (this.#mode.kind === 'none') {
      this.startChange();
    }
    if (this.#mode.kind !== 'none') {
      this.#mode = { ...this.#mode, box };
    }
  }

  leave(): void {
    this.#mode = none;
  }

  async confirm(): Promise<void> {
    const mode = this.#mode;
    this.#mode = none;
    const { tracks, viewer } = this.#station;
    const moment = { timeSeconds: viewer.shownSeconds, frameIndex: null, box: mode.kind === 'none' ? null : mode.box };
    if (mode.kind === 'new') {
      const edit: TrackEdit = { kind: 'draw', label: t('tracks.newLabel'), ...moment, box: mode.box };
      const ids = await this.actions.edit(edit, t('tracks.titleDraw'));
      if (ids?.[0] !== undefined) {
        tracks.reveal(ids[0]);
      }
    } else if (mode.kind === 'change') {
      const { trackId, box } = mode;
      const title = t('tracks.titleChange', { label: tracks.selected === null ? '' : trackName(tracks.selected) });
      await this.actions.edit({ kind: 'set-key', trackId, ...moment, box, state: 'tracked' }, title);
    }
  }

  /** From the selected box at the shown frame, to the in or out point where one is set. */
  async follow(direction: FollowDirection): Promise<void> {
    await this.actions.onSelected(async (track) => {
      const { notices, tracks, viewer } = this.#station;
      const seen = boxAt(track, viewer.shownSeconds);
      if (seen === null || seen.isLost) {
        notices.warn(t('tracks.nothingToFollow'));
        return;
      }
      const { inSeconds, outSeconds } = viewer.marks;
      try {
        const kept = await tracks.followFrom(
          {
            trackId: track.trackId,
            label: track.label,
            seeds: [{ timeSeconds: viewer.shownSeconds, box: seen.box }],
            isForward: direction !== 'backward',
            isBackward: direction !== 'forward',
            untilSeconds: outSeconds !== null && outSeconds > viewer.shownSeconds ? outSeconds : null,
            sinceSeconds: inSeconds !== null && inSeconds < viewer.shownSeconds ? inSeconds : null,
          },
          t('tracks.titleFollow', { label: trackName(track) }),
        );
        this.#tellEnd(kept);
      } catch (error) {
        notices.fail(error);
      }
    });
  }

  #tellEnd(track: KeyedTrack | null): void {
    const { notices, settings, tracks, viewer } = this.#station;
    if (track === null) {
      return;
    }
    const label = trackName(track);
    const lostSeconds = lostAtSeconds(track.keys);
    if (lostSeconds === null) {
      notices.tell(t('tracks.followed', { label }));
      return;
    }
    const time = shownTime(lostSeconds, timeDisplay(settings.current.units, viewer.video));
    notices.tell(t('tracks.lostAt', { label, time }), {
      label: t('tracks.drawAgain'),
      run: () => {
        viewer.seek(lostSeconds + 0.0005);
        tracks.select(track.trackId);
        this.startChange();
      },
    });
  }
}
