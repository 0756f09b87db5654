/** Packages the desktop program. Says plainly what it needs from the network before it starts. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

console.log(
  'npm run pack builds installers with electron-builder. It downloads the Electron binary and the packaging tools\n' +
    'from their release pages on GitHub; without that network it stops.',
);
if (!existsSync('electron/main/main.ts')) {
  console.error(
    'There is no Electron shell in this version yet: the workstation is served to the browser (npm start).',
  );
  process.exitCode = 2;
} else {
  const run = spawnSync(process.execPath, ['node_modules/electron-builder/out/cli/cli.js', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
}
