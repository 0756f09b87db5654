import type { WorkShare } from '../engine-process/work-share.ts';
import type { ElectronApi } from './electron-api.ts';

export interface SmokeTestDeps {
  readonly app: Pick<ElectronApi['app'], 'exit'>;
  /** Footage was named: it has to be analysed too. */
  readonly needsWork: boolean;
  readonly limitMs?: number;
  readonly write?: (line: string) => void;
}

/**
 * For whoever builds packages: opens the program, and ends it with 0 once the page has asked for the engine, the engine
 * has opened its library, and the named footage was analysed; with 1 when that takes too long.
 */
export class SmokeTest {
  readonly #deps: SmokeTestDeps;
  readonly #missing: Set<'page' | 'engine' | 'work'>;
  readonly #timer: ReturnType<typeof setTimeout>;
  #wasIndexing = false;

  constructor(deps: SmokeTestDeps) {
    this.#deps = deps;
    this.#missing = new Set(deps.needsWork ? ['page', 'engine', 'work'] : ['page', 'engine']);
    this.#timer = setTimeout(() => this.#end(1), deps.limitMs ?? 120_000);
  }

  pageAsked(): void {
    this.#has('page');
  }

  engineStarted(): void {
    this.#has('engine');
  }

  work({ isIndexing }: WorkShare): void {
    if (this.#wasIndexing && !isIndexing) {
      this.#has('work');
    }
    this.#wasIndexing = isIndexing;
  }

  #has(part: 'page' | 'engine' | 'work'): void {
    if (this.#missing.delete(part) && this.#missing.size === 0) {
      this.#end(0);
    }
  }

  #end(code: 0 | 1): void {
    clearTimeout(this.#timer);
    const write = this.#deps.write ?? ((line: string) => void process.stdout.write(line));
    write(code === 0 ? 'Smoke test: passed.\n' : `Smoke test: missing ${[...this.#missing].join(', ')}.\n`);
    this.#deps.app.exit(code);
  }
}
