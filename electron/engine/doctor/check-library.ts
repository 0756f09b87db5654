import { toWireError } from '../../contract/errors.ts';
import type { LibraryPaths } from '../base/surroundings.ts';
import type { ReadableDb } from '../store/database.ts';
import { countOfflineVideos, countVideos, countVideosByState, listRoots } from '../store/queries/index.ts';
import { fine } from './finding.ts';
import type { Finding } from './finding.ts';

/** How many clips and folders the library holds, and what of them needs a hand. */
export function checkLibrary(db: ReadableDb | null, paths: LibraryPaths): Finding {
  const title = 'Library';
  if (db === null) return fine('library', title, `There is no library in ${paths.libraryFolder} yet.`);
  try {
    const videoCount = countVideos(db);
    const failedCount = countVideosByState(db).get('failed') ?? 0;
    const offlineCount = countOfflineVideos(db);
    const text = [
      `${String(videoCount)} clips in ${String(listRoots(db).length)} folders`,
      ...(failedCount > 0 ? [`${String(failedCount)} could not be read`] : []),
      ...(offlineCount > 0 ? [`${String(offlineCount)} offline`] : []),
    ].join(', ');
    return fine('library', title, `${text}; in ${paths.libraryFolder}`);
  } catch (error) {
    const { message } = toWireError(error);
    const advice = 'Restore the copy beside it, or begin a new one; the footage is not touched.';
    return { checkId: 'library', state: 'failed', title, text: message, advice, command: advice };
  }
}
