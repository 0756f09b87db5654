#!/usr/bin/env node
// Plain JavaScript that any Node from 20 on can read: hands over to the packaged Node, which runs TypeScript itself.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const neededMajor = 24;

/** The Node that comes with the packages; package `node` puts it beside its package.json. */
function packagedNode() {
  try {
    const folder = dirname(nodeModule.createRequire(import.meta.url).resolve('node/package.json'));
    return [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe')].find((file) => existsSync(file)) ?? null;
  } catch {
    return null;
  }
}

/** As `toolCacheFolder` of places.ts has it, without loading anything. */
function cacheFolder() {
  const { env, platform } = process;
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'timecue', 'Cache');
  }
  return platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'timecue')
    : join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'timecue');
}

/**
 * Half of a start is stripping types and compiling: Node keeps the result. In the environment, because worker threads
 * and processes that this one starts go by that. NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1
 * does without; a folder that cannot be written changes nothing.
 */
function keepCompiledCode() {
  if (process.env.NODE_DISABLE_COMPILE_CACHE === undefined) {
    process.env.NODE_COMPILE_CACHE ??= join(cacheFolder(), 'compiled');
    nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  }
}

keepCompiledCode();
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
