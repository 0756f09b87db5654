import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { commandDetails, startCommand } from './ffmpeg-command.ts';
import type { CommandInput } from './ffmpeg-command.ts';
import { collectBytes } from './frame-sink.ts';
import type { MediaTools } from './media-tools.ts';

const pictureLimitBytes = 64 * 1024 * 1024;

export interface PictureRun {
  readonly input: CommandInput;
  /** Options after the input that lead to one picture; JPEG is added. */
  readonly options: readonly string[];
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly outputFile: string;
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes one JPEG so that the file is either whole or not there. Returns false when ffmpeg gave no picture.
 * Throws EngineError `decode-failed`, `decode-stalled`, `aborted`, `disk-full`.
 */
export async function writePicture(run: PictureRun): Promise<boolean> {
  const collector = collectBytes(pictureLimitBytes);
  const command = startCommand({
    executable: run.tools.ffmpegPath,
    inputs: [run.input],
    outputOptions: [...run.options, '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe'],
    output: collector.writable,
    isBackground: run.isBackground ?? true,
    signal: run.signal,
  });
  const outcome = await command.ended;
  const bytes = collector.bytes();
  // JPEG ends with FF D9.
  const isWhole = !collector.isOverflowing && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  if (bytes.length > 0 && outcome.exitCode === 0 && isWhole) {
    await replaceFile(run.outputFile, bytes);
    return true;
  }
  if (outcome.exitCode === null || bytes.length > 0) {
    throw new EngineError('decode-failed', 'The picture could not be made.', { details: commandDetails(outcome) });
  }
  return false;
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'wx');
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new EngineError('disk-full', 'There is no room left for pictures.', { cause, details: { path } });
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new EngineError('permission-denied', 'The picture may not be written.', { cause, details: { path } });
    }
    throw cause;
  }
}
