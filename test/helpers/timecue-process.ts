import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const timecueFile = fileURLToPath(new URL('../../electron/cli/timecue.mjs', import.meta.url));

export interface TimecueOptions {
  /** Added to an environment without anything of Timecue's or npm's in it; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
  /** Leads a process group of its own, so that a signal may go to all of it. */
  readonly isGroup?: boolean;
}

export interface TimecueRun {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. Its output so far can be read at any time. */
export class TimecueProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<TimecueRun>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { env = {}, cwd, input, node, isGroup = false }: TimecueOptions = {}) {
    this.child = spawn(node ?? process.execPath, [timecueFile, ...args], {
      env: cleanEnvironment(env),
      ...(cwd === undefined ? {} : { cwd }),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: isGroup,
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.child.stdin?.end(input);
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.child.pid!;
  }
}

/** Runs a command to its end. */
export function timecue(args: readonly string[], options: TimecueOptions = {}): Promise<TimecueRun> {
  return new TimecueProcess(args, options).ended;
}

/** The one JSON document that standard output holds; anything else there is an error. */
export function documentOf<Document>({ stdout, stderr }: TimecueRun): Document {
  if (!stdout.endsWith('\n') || stdout.trimEnd().includes('\n')) {
    throw new Error(`Not exactly one line: ${JSON.stringify(stdout)}\n${stderr}`);
  }
  return JSON.parse(stdout) as Document;
}

/** Shared by all tests: half of a start is compiling, and a new home would begin with nothing compiled. */
const compiledFolder = fileURLToPath(new URL('../.cache/compiled', import.meta.url));

export function cleanEnvironment(more: TimecueOptions['env'] = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(TIMECUE_|npm_|INIT_CWD$|XDG_|NODE_OPTIONS$)/.test(name),
  );
  const env = { ...Object.fromEntries(own), NODE_COMPILE_CACHE: compiledFolder, ...more };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
