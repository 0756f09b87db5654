/** Type-checks every world on its own: what compiles in one may not exist in another. */
import { spawnSync } from 'node:child_process';

const worlds = ['contract', 'engine', 'desktop', 'test'];
let failed = false;
for (const world of worlds) {
  const run = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', `build/tsconfig.${world}.json`], {
    stdio: 'inherit',
  });
  failed ||= run.status !== 0;
}
const svelte = spawnSync(
  process.execPath,
  ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './build/tsconfig.renderer.json', '--fail-on-warnings'],
  { stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8' },
);
if (svelte.status !== 0) {
  console.log(svelte.stdout);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
