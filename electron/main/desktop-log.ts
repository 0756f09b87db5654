import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import log from 'electron-log/node';
import type { LogFields, Logger } from '../engine/base/surroundings.ts';

export interface DesktopLogOptions {
  readonly folder: string;
  /** Bytes after which a file is put aside. */
  readonly maxFileBytes?: number;
  readonly homeFolder?: string;
}

const keptFileCount = 3;

/** The log of all processes, in files of 5 MB of which four are kept. The home folder is written as `~`. */
export function openDesktopLog({ folder, maxFileBytes, homeFolder }: DesktopLogOptions): Logger {
  mkdirSync(folder, { recursive: true });
  const instance = log.create({ logId: `timecue-${folder}` });
  instance.transports.console.level = false;
  const { file } = instance.transports;
  file.level = 'debug';
  file.maxSize = maxFileBytes ?? 5 * 1024 * 1024;
  file.resolvePathFn = () => join(folder, 'timecue.log');
  file.format = '[{y}-{m}-{d} {h}:{i}:{s}.{ms}] {level} {text}';
  file.archiveLogFn = ({ path }) => putAside(path);
  const home = homeFolder ?? homedir();
  const line = (event: string, fields: LogFields = {}): string =>
    `${event} ${JSON.stringify(fields)}`.replaceAll(home, '~');
  return {
    debug: (event, fields) => instance.debug(line(event, fields)),
    info: (event, fields) => instance.info(line(event, fields)),
    warn: (event, fields) => instance.warn(line(event, fields)),
    error: (event, error, fields) => {
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      instance.error(`${line(event, fields)}\n${problem.replaceAll(home, '~')}`);
    },
  };
}

/** timecue.log → timecue.1.log → timecue.2.log → timecue.3.log → gone. */
function putAside(path: string): void {
  const numbered = (number: number): string => path.replace(/\.log$/, `.${number}.log`);
  rmSync(numbered(keptFileCount), { force: true });
  for (let number = keptFileCount - 1; number >= 1; number -= 1) {
    rename(numbered(number), numbered(number + 1));
  }
  rename(path, numbered(1));
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
}
