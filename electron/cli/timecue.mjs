#!/usr/bin/env node
// Plain JavaScript that any Node from 20 on can read: hands over to the packaged Node, which runs TypeScript itself.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const neededMajor = 24;

/** The Node that comes with the packages; package `node` puts it beside its package.json. */
function packagedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe')].find((file) => existsSync(file)) ?? null;
  } catch {
    return null;
  }
}

const major = Number(process.versions.node.split('.')[0]);
if (major >= neededMajor) {
  await import('./main.ts');
} else {
  const node = packagedNode();
  if (node === null) {
    process.stderr.write(
      `Timecue needs Node ${neededMajor}, this is ${process.version}, and the packaged one is missing.\n` +
        'Run `npm ci` again; with npm 10 set FFMPEG_BIN=/usr/bin/ffmpeg first (see README).\n',
    );
    process.exit(1);
  }
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(here, 'timecue.mjs'), ...process.argv.slice(2)],
    // The channel carries nothing: when it closes because this process was killed, the other one stops too.
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  // A supervisor sends its signals to this process only; what a terminal sends to both counts once over there.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
