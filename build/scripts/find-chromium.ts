import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function onPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}

/** The browser of the end-to-end tests: `CHROMIUM_PATH`, else the first of the usual names on PATH, else null. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  return named !== undefined && existsSync(named) ? named : onPath();
}

/** As `findChromium`, and as root on Debian installs it. */
export function bringChromium(): string | null {
  const found = findChromium();
  if (found !== null || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return found;
  }
  console.log('Chromium is missing: installing it from Debian (apt-get install chromium) …');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  return findChromium();
}
