import { EngineError } from '../../../electron/contract/errors.ts';
import type { VideoSummary } from '../../../electron/contract/library.ts';
import { t } from '../../lib/messages.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';

/** What the engine takes in one call. */
const mostAtOnce = 1000;

/** Shows a clip in the viewer; one that is offline too, for the viewer says what is wrong. */
export function openClip({ viewer }: Workstation, { videoId, title }: VideoSummary): void {
  viewer.open({ videoId, title });
}

/** Queues clips again that failed or are to be looked at anew. */
export async function retryClips(station: Workstation, videos: readonly VideoSummary[]): Promise<void> {
  try {
    for (const { videoId } of videos) {
      await station.callEngine('library.retry', { videoId });
    }
    station.notices.tell(t('library.retried', { count: videos.length }));
  } catch (error) {
    station.notices.fail(error);
  }
}

/** Lets the person point at the file of a clip that is elsewhere now. */
export async function relinkClip(station: Workstation, { videoId, title }: VideoSummary): Promise<void> {
  try {
    const [choice] = await station.places.choose('relink-file', t('library.relinkNote', { title }));
    if (choice !== undefined) {
      await station.callEngine('library.relinkVideo', { videoId, place: choice.place });
      station.notices.tell(t('library.relinked', { title }));
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-request') {
      station.notices.warn(t('library.relinkOther', { title }));
    } else {
      station.notices.fail(error);
    }
  }
}

/** Forgets clips, not their files. Returns whether it was done. */
export async function removeClips(station: Workstation, videos: readonly VideoSummary[]): Promise<boolean> {
  try {
    let count = 0;
    for (let first = 0; first < videos.length; first += mostAtOnce) {
      const videoIds = videos.slice(first, first + mostAtOnce).map(({ videoId }) => videoId);
      count += (await station.callEngine('library.removeVideos', { videoIds })).videoCount;
      station.browser.picks.forget(videoIds);
      if (videoIds.some((videoId) => videoId === station.viewer.request?.videoId)) {
        station.viewer.close();
      }
    }
    station.notices.tell(t('library.removed', { count }));
    return true;
  } catch (error) {
    station.notices.fail(error);
    return false;
  }
}

export async function revealClip(station: Workstation, { videoId }: VideoSummary): Promise<void> {
  await station.callEngine('host.reveal', { videoId }).catch((error: unknown) => station.notices.fail(error));
}

export async function dragOutClip(station: Workstation, { videoId }: VideoSummary): Promise<void> {
  await station.callEngine('host.dragOut', { videoId }).catch((error: unknown) => station.notices.fail(error));
}

/** Whole clips into the selection; those whose length nobody knows yet are left out, and that is said. */
export async function collectClips(station: Workstation, videos: readonly VideoSummary[]): Promise<void> {
  const items = videos.flatMap(({ videoId, durationSeconds }) =>
    durationSeconds === null || durationSeconds <= 0
      ? []
      : [{ videoId, range: { startSeconds: 0, endSeconds: durationSeconds }, name: '', note: '', query: null }],
  );
  try {
    if (items.length > 0) {
      await station.selection.add(items, t('library.collectTitle', { count: items.length }));
      station.notices.tell(t('library.collected', { count: items.length }), {
        label: t('commands.edit.undo'),
        run: () => void station.undo(),
      });
    }
    if (items.length < videos.length) {
      station.notices.warn(t('library.notCollected', { count: videos.length - items.length }));
    }
  } catch (error) {
    station.notices.fail(error);
  }
}

/** What the search takes. */
const mostSearchedInside = 1000;

/** The search, narrowed to these clips. */
export function searchInside({ commands, navigation, search }: Workstation, videos: readonly VideoSummary[]): void {
  const [only, ...others] = videos.slice(0, mostSearchedInside);
  if (only !== undefined) {
    const videoIds = [only, ...others].map(({ videoId }) => videoId);
    void search.searchIn({ videoIds, title: others.length === 0 ? only.title : null });
    navigation.go('search');
    commands.run('search.focus');
  }
}
