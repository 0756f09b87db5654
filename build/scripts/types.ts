/** Type-checks every world on its own, several at a time: what compiles in one may not exist in another. */
import { runTogether, type Program } from './run-together.ts';

const tsc = (world: string): Program => ({
  name: world,
  command: process.execPath,
  args: ['node_modules/typescript/bin/tsc', '-p', `build/tsconfig.${world}.json`],
});
const page: Program = {
  name: 'renderer',
  command: process.execPath,
  args: [
    'node_modules/svelte-check/bin/svelte-check',
    ...['--tsconfig', './build/tsconfig.renderer.json', '--fail-on-warnings'],
  ],
};

// The longest first, so that the last to end is a short one.
await runTogether([page, tsc('test'), tsc('engine'), tsc('contract'), tsc('desktop')], ({ isOk, output }) => {
  if (!isOk) {
    process.stdout.write(output);
    process.exitCode = 1;
  }
});
