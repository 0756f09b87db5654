import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError, isAbort, toWireError } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { Logger } from '../base/surroundings.ts';
import { filesOfRoot, setFileMissing, setFileOnline } from '../store/queries/file.ts';
import type { FileRow } from '../store/queries/file.ts';
import { excludedFiles } from '../store/queries/removal.ts';
import { videosInFolder } from '../store/queries/video.ts';
import { setRootOffline } from '../store/queries/root.ts';
import type { RootRow } from '../store/queries/root.ts';
import { writeInTurns } from '../store/write-in-turns.ts';
import { pathOfCopy } from './file-names.ts';
import { fingerprintFile, toFileError, videoIdOf } from './fingerprint.ts';
import { isRootPresent } from './root-presence.ts';
import { ScanTally } from './scan-report.ts';
import { SidecarTally } from './sidecar-tally.ts';
import type { ScanOutcome } from './scan-report.ts';
import { settleFiles } from './settle-files.ts';
import { findGoneCopy, takeFile, welcome } from './take-file.ts';
import type { TakeFileDeps } from './take-file.ts';
import { foundFile, walkFolder } from './walk-folder.ts';
import type { FoundFile } from './walk-folder.ts';

export interface ScanDeps extends TakeFileDeps {
  readonly logger: Logger;
  /** Between two looks at a file that may still be written, and the longest wait for it, in milliseconds. */
  readonly settleMs: number;
  readonly settleLimitMs: number;
  /** The subtitles beside a video are others than before: it has moved, or they have changed. */
  readonly onNeighboursChanged?: (videoId: VideoId) => void;
}

export interface ScanOptions {
  /** Only what lies at or below this place of the root, with `/`; empty for all of it. */
  readonly below: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly doneCount: number }) => void;
}

/** So many files are read at once: enough for a network drive, not too many for a disk with one head. */
const readingCount = 4;
const rowsPerTurn = 1000;

/**
 * Compares a root with the disk. Unchanged files (size and time) are not read. Missing ones become offline; nothing
 * is ever deleted. A root that is missing as a whole becomes offline itself and its files stay as they are.
 *
 * Throws EngineError `file-missing` when the root is not there, and what the signal says; all that was found until
 * then is kept, and no file is called missing.
 */
export async function scanRoot(deps: ScanDeps, root: RootRow, options: ScanOptions): Promise<ScanOutcome> {
  const scan: Scan = { deps, root, options, tally: new ScanTally(), sidecars: new SidecarTally(), unreadable: [] };
  const known = await knownFiles(scan);
  await requirePresence(scan, known.size > 0);
  const found = await findFiles(scan, known);
  await markReturned(scan, found, known);
  const candidates = [...found.values()].filter((file) => !isUnchanged(file, known.get(file.relativePath)));
  await takeFiles(scan, candidates);
  await requirePresence(scan, known.size > 0);
  await markMissing(scan, known, found);
  tellSidecars(scan);
  return scan.tally.outcome(root.rootId);
}

interface Scan {
  readonly deps: ScanDeps;
  readonly root: RootRow;
  readonly options: ScanOptions;
  readonly tally: ScanTally;
  readonly sidecars: SidecarTally;
  /** Places about which this scan knows nothing. */
  readonly unreadable: string[];
}

type Known = ReadonlyMap<string, FileRow>;

const isAtOrBelow = (relativePath: string, place: string) =>
  place === '' || relativePath === place || relativePath.startsWith(`${place}/`);

function isUnchanged(file: FoundFile, row: FileRow | undefined): boolean {
  return row !== undefined && row.sizeBytes === file.sizeBytes && row.modifiedAtMs === file.modifiedAtMs;
}

async function knownFiles({ deps, root, options }: Scan): Promise<Map<string, FileRow>> {
  const known = new Map<string, FileRow>();
  let afterFileKey = 0;
  for (;;) {
    const page = filesOfRoot(deps.db, { rootKey: root.rootKey, afterFileKey, limit: rowsPerTurn });
    for (const row of page) {
      if (isAtOrBelow(row.relativePath, options.below)) known.set(row.relativePath, row);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < rowsPerTurn) return known;
    afterFileKey = last.fileKey;
    await nextTurn();
  }
}

/** An empty folder is fine for a root that has never held anything. */
async function requirePresence({ deps, root }: Scan, hasKnownFiles: boolean): Promise<void> {
  const isPresent = await isRootPresent(root.path);
  const isThere = isPresent || (!hasKnownFiles && (await stat(root.path).catch(() => null)) !== null);
  setRootOffline(deps.db, root.rootKey, !isThere);
  deps.queue.changed();
  if (!isThere) {
    deps.logger.warn('library.root-missing', { rootId: root.rootId });
    throw new EngineError('file-missing', 'The whole folder is not there: a drive may not be connected.', {
      details: { rootId: root.rootId },
    });
  }
}

async function findFiles(scan: Scan, known: Known): Promise<Map<string, FoundFile>> {
  const { root, options, tally, unreadable, deps } = scan;
  const found = new Map<string, FoundFile>();
  const onUnreadable = (relativePath: string, error: unknown) => {
    // What has gone between two looks is simply missing.
    const known = toFileError(error, relativePath);
    if (known instanceof EngineError && known.code === 'file-missing') return;
    unreadable.push(relativePath);
    tally.problems.push({ path: pathOfCopy({ rootPath: root.path, relativePath }), error: toWireError(known) });
    deps.logger.error('library.unreadable', error, { rootId: root.rootId });
  };
  const excluded = excludedFiles(deps.db, root.rootKey);
  const add = (file: FoundFile) => {
    if (excluded.has(file.relativePath)) return;
    found.set(file.relativePath, file);
    options.onProgress({ doneCount: found.size });
  };
  const place = pathOfCopy({ rootPath: root.path, relativePath: options.below });
  const stats = await statWithoutLinks(root.path, options.below).catch((error: unknown) => {
    onUnreadable(options.below, error);
    return null;
  });
  if (stats?.isFile() === true) {
    add(foundFile(place, options.below, stats));
  } else if (stats?.isDirectory() === true) {
    const isKnown = (relativePath: string) => known.has(relativePath);
    const onSidecar = (file: FoundFile) => {
      scan.sidecars.add(file);
    };
    const walk = { relativeFolder: options.below, signal: options.signal, isKnown, onSidecar, onUnreadable };
    for await (const file of walkFolder(root.path, walk)) add(file);
  }
  return found;
}

/**
 * What lies at a place below a root; a link on the way shows as a link. Watchers name changed links too, and one that
 * leads out of the root must not bring in what is there.
 */
async function statWithoutLinks(rootPath: string, below: string): Promise<Stats> {
  const names = below === '' ? [] : below.split('/');
  let path = rootPath;
  let stats = await stat(rootPath);
  for (const name of names) {
    path = join(path, name);
    stats = await lstat(path);
    if (stats.isSymbolicLink()) break;
  }
  return stats;
}

/** Unchanged files that were offline until now. */
async function markReturned({ deps, root, options, tally }: Scan, found: ReadonlyMap<string, FoundFile>, known: Known) {
  const unchanged = [...found.values()].flatMap((file) => {
    const row = known.get(file.relativePath);
    return row !== undefined && isUnchanged(file, row) ? [row] : [];
  });
  tally.counts.unchangedCount += unchanged.length;
  const returned = unchanged.filter(({ isOffline }) => isOffline || root.isOffline);
  const write = ({ fileKey, videoKey }: FileRow) => {
    setFileOnline(deps.db, fileKey);
    welcome(deps, videoKey);
  };
  await writeInTurns(deps.db, returned, { write, signal: options.signal });
}

async function takeFiles(scan: Scan, candidates: readonly FoundFile[]): Promise<void> {
  const { deps, options, tally } = scan;
  const { signal } = options;
  const { settleMs, settleLimitMs, clock } = deps;
  const nowMs = () => clock.nowMs();
  const { settled, growing } = await settleFiles(candidates, { signal, nowMs, settleMs, settleLimitMs });
  tally.growingPaths.push(...growing.map(({ path }) => path));
  for (let first = 0; first < settled.length; first += readingCount) {
    const files = settled.slice(first, first + readingCount);
    // Read together, entered one after the other: of two copies the first in the folder is always the first.
    const fingerprints = await Promise.all(files.map((file) => readFingerprint(scan, file)));
    for (const [index, file] of files.entries()) {
      const fingerprint = fingerprints[index] ?? null;
      if (fingerprint !== null) await enter(scan, file, fingerprint);
    }
  }
}

/** Null for a file that cannot be taken now; it is reported, and the others go on. */
async function readFingerprint(scan: Scan, file: FoundFile): Promise<string | null> {
  const { options, tally } = scan;
  options.signal.throwIfAborted();
  try {
    const { text } = await fingerprintFile(file.path, { signal: options.signal });
    if (isSame(file, foundFile(file.path, file.relativePath, await stat(file.path)))) return text;
    tally.growingPaths.push(file.path);
  } catch (error) {
    reportFile(scan, file, error);
  }
  return null;
}

async function enter(scan: Scan, file: FoundFile, fingerprint: string): Promise<void> {
  const { deps, root, tally } = scan;
  const read = { ...file, root, fingerprint };
  const finding = takeFile(deps, read, await findGoneCopy(deps.db, read));
  tally.counts[`${finding}Count`] += 1;
  if (finding === 'moved') deps.onNeighboursChanged?.(videoIdOf(fingerprint));
}

/** An abort is no problem of the file and goes on upwards. */
function reportFile({ deps, root, options, tally, unreadable }: Scan, file: FoundFile, error: unknown): void {
  if (isAbort(error) || options.signal.aborted) throw error;
  const known = toFileError(error, file.path);
  unreadable.push(file.relativePath);
  tally.problems.push({ path: file.path, error: toWireError(known) });
  deps.logger.error('library.file-not-taken', error, { rootId: root.rootId });
}

const isSame = (a: FoundFile, b: FoundFile) => a.sizeBytes === b.sizeBytes && a.modifiedAtMs === b.modifiedAtMs;

/** Only after a whole walk, and only where it could look. */
async function markMissing(
  { deps, options, tally, unreadable }: Scan,
  known: Known,
  found: ReadonlyMap<string, FoundFile>,
) {
  const missing = [...known.values()].filter(
    ({ relativePath, isOffline }) =>
      !isOffline && !found.has(relativePath) && !unreadable.some((place) => isAtOrBelow(relativePath, place)),
  );
  const write = (row: FileRow) => {
    if (setFileMissing(deps.db, row)) tally.counts.offlineCount += 1;
  };
  await writeInTurns(deps.db, missing, { write, signal: options.signal });
  deps.queue.changed();
}

/** New videos read their subtitles anyway; this is for those that were there before. */
function tellSidecars({ deps, root, options, sidecars }: Scan): void {
  for (const folder of sidecars.changedFolders(deps.db, root, options.below)) {
    for (const { videoId } of videosInFolder(deps.db, { rootKey: root.rootKey, folder })) {
      deps.onNeighboursChanged?.(videoId);
    }
  }
}
