import type { FolderSummary } from '../../../electron/contract/library.ts';
import { t } from '../../lib/messages.svelte.ts';
import type { AddingTask, ScanCounts } from '../../state/library-adding.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';

/** Looks through places and says what came of it; failures are listed until they are put away. */
export async function runTasks(station: Workstation, tasks: readonly AddingTask[]): Promise<void> {
  const ended = await station.adding.run(tasks);
  if (ended !== null && ended.counts !== null) {
    station.notices.tell(reportText(ended.counts));
  }
}

/** "3 clips added · 1 moved": what a scan found that is new; that nothing is, when nothing is. */
export function reportText(counts: ScanCounts): string {
  const { addedCount, changedCount, movedCount, duplicateCount, offlineCount, unchangedCount, unreadableCount } =
    counts;
  const parts = [
    addedCount > 0 ? t('library.report.added', { count: addedCount }) : null,
    changedCount > 0 ? t('library.report.changed', { count: changedCount }) : null,
    movedCount > 0 ? t('library.report.moved', { count: movedCount }) : null,
    duplicateCount > 0 ? t('library.report.duplicates', { count: duplicateCount }) : null,
    unreadableCount > 0 ? t('library.report.unreadable', { count: unreadableCount }) : null,
    offlineCount > 0 ? t('library.report.offline', { count: offlineCount }) : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) {
    return parts.join(' · ');
  }
  return unchangedCount > 0 ? t('library.report.unchanged', { count: unchangedCount }) : t('library.report.nothing');
}

export async function rescanRoot(station: Workstation, { rootId, title }: FolderSummary): Promise<void> {
  await runTasks(station, [{ kind: 'rescan', rootId, title }]);
}

/** Lets the person point at where a folder is now. */
export async function relinkRoot(station: Workstation, { rootId, title }: FolderSummary): Promise<void> {
  try {
    const [choice] = await station.places.choose('relink-folder', t('library.relinkRootNote', { title }));
    if (choice !== undefined) {
      await runTasks(station, [{ kind: 'relink', rootId, place: choice.place, title }]);
    }
  } catch (error) {
    station.notices.fail(error);
  }
}

/** Forgets a folder and what only it holds, not the files. Returns whether it was done. */
export async function removeRoot(station: Workstation, { rootId, title }: FolderSummary): Promise<boolean> {
  try {
    const { videoCount } = await station.callEngine('library.removeRoot', { rootId });
    station.browser.picks.clear();
    station.browser.narrow({ folderId: null });
    station.notices.tell(t('library.rootRemoved', { title, count: videoCount }));
    return true;
  } catch (error) {
    station.notices.fail(error);
    return false;
  }
}
