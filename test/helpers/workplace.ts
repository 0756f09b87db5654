import { copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { modelIdOf } from '../../native-models/catalog/card-schema.ts';
import { findCard } from '../../native-models/catalog/catalog.ts';
import { recordOf, writeRecord } from '../../electron/engine/models/install-record.ts';
import { makeTinyYolox } from '../fixtures/make-tiny-yolox.ts';
import { TimecueProcess, timecue, type TimecueOptions, type TimecueRun } from './timecue-process.ts';

/** Longer ago than a file that may still be written: scans take it without waiting. */
const quietSeconds = 3600;

/** Temporary folders for footage and a library, and `timecue` working on them. */
export class Workplace implements AsyncDisposable {
  readonly folder: string;
  readonly footage: string;
  readonly library: string;
  readonly home: string;
  #env: Readonly<Record<string, string>>;

  private constructor(folder: string) {
    this.folder = folder;
    this.footage = join(folder, 'footage');
    this.library = join(folder, 'library');
    this.home = join(folder, 'home');
    this.#env = { HOME: this.home };
  }

  static async make(): Promise<Workplace> {
    const place = new Workplace(await mkdtemp(join(tmpdir(), 'timecue-work-')));
    await mkdir(place.footage);
    await mkdir(place.home);
    return place;
  }

  get databaseFile(): string {
    return join(this.library, 'timecue.sqlite');
  }

  /** Puts a file into the footage as if it had been there for long. Returns its path. */
  async put(source: string, name: string): Promise<string> {
    const path = join(this.footage, name);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(source, path);
    return this.#aged(path);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.footage, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return this.#aged(path);
  }

  async #aged(path: string): Promise<string> {
    const seconds = Date.now() / 1000 - quietSeconds;
    await utimes(path, seconds, seconds);
    return path;
  }

  /** From now on a detector is installed that takes red for people and blue for bottles. */
  async installTinyDetector(): Promise<void> {
    const modelFolder = join(this.folder, 'models');
    const card = findCard('yolox-nano')!;
    const cardFolder = join(modelFolder, modelIdOf(card));
    const [file] = card.files;
    await mkdir(cardFolder, { recursive: true });
    await writeFile(join(cardFolder, file!.path), makeTinyYolox({ sizeBytes: file!.sizeBytes }));
    await writeRecord(cardFolder, recordOf(card, 0));
    this.#env = { ...this.#env, TIMECUE_MODELS: modelFolder };
  }

  /** Runs a command on this library. */
  run(args: readonly string[], options: TimecueOptions = {}): Promise<TimecueRun> {
    return timecue(this.#withLibrary(args), this.#options(options));
  }

  start(args: readonly string[], options: TimecueOptions = {}): TimecueProcess {
    return new TimecueProcess(this.#withLibrary(args), this.#options(options));
  }

  /** Before the arguments proper, which may begin with a dash. */
  #withLibrary(args: readonly string[]): string[] {
    const wordCount = ['tracks', 'eval', 'servers'].includes(args[0]!) ? 2 : 1;
    return [...args.slice(0, wordCount), '--library', this.library, ...args.slice(wordCount)];
  }

  #options(options: TimecueOptions): TimecueOptions {
    return { ...options, env: { ...this.#env, ...options.env } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
