import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export interface ProgramEnd {
  readonly name: string;
  readonly isOk: boolean;
  readonly seconds: number;
  /** Standard output and error as they came. */
  readonly output: string;
}

/** Runs programs, as many at a time as there are processors, in their order; each is told of when it has ended. */
export async function runTogether(programs: readonly Program[], onEnd: (end: ProgramEnd) => void): Promise<void> {
  const waiting = [...programs];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      onEnd(await runToEnd(next));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, lane));
}

function runToEnd({ name, command, args }: Program): Promise<ProgramEnd> {
  const startMs = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  return new Promise((resolve) => {
    const end = (isOk: boolean, words = ''): void =>
      resolve({
        name,
        isOk,
        seconds: (performance.now() - startMs) / 1000,
        output: Buffer.concat(chunks).toString('utf8') + words,
      });
    child.on('error', (error) => end(false, `${command}: ${error.message}\n`));
    child.on('close', (code) => end(code === 0));
  });
}
