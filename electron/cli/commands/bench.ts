import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../contract/errors.ts';
import type { CommandContext } from '../command-context.ts';

/** Runs the measurements of the repository in a process of their own. */
export async function benchCommand(
  { quick }: { readonly quick?: boolean },
  { output, signal }: CommandContext,
): Promise<number> {
  const script = fileURLToPath(new URL('../../../test/bench/run.ts', import.meta.url));
  if (!existsSync(script)) {
    throw new EngineError('tool-missing', 'The measurements come with the repository, not with the installed program.');
  }
  const args = [script, ...(quick === true ? ['--quick'] : []), ...(output.isJson ? ['--json'] : [])];
  const child = spawn(process.execPath, args, { stdio: 'inherit', signal });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
