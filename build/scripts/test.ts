/**
 * The whole test command: brings what it needs, then everything from format to the browser. Its last line counts the
 * tests; the line before says how many were skipped for lack of the shared footage and models.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { findMediaTools } from '../../electron/engine/media/tools.ts';
import { bringChromium } from './find-chromium.ts';
import { runTogether } from './run-together.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const reportFolder = resolve('test/.cache/reports');
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
const failedStages: string[] = [];

function stage(name: string, command: string, args: readonly string[]): void {
  console.log(`\n— ${name}`);
  const startMs = performance.now();
  const run = spawnSync(command, args, { stdio: 'inherit', env: process.env });
  console.log(
    `  ${name}: ${run.status === 0 ? 'ok' : 'FAILED'} after ${((performance.now() - startMs) / 1000).toFixed(0)} s`,
  );
  if (run.status !== 0) {
    failedStages.push(name);
  }
}

/** What looks at the sources only, several at a time: none of them fills two processors alone. */
async function checks(names: readonly string[]): Promise<void> {
  console.log(`\n— ${names.join(', ')}`);
  const programs = names.map((name) => ({ name, command: 'npm', args: ['run', '-s', name] }));
  await runTogether(programs, ({ name, isOk, seconds, output }) => {
    process.stdout.write(output);
    console.log(`  ${name}: ${isOk ? 'ok' : 'FAILED'} after ${seconds.toFixed(0)} s`);
    if (!isOk) {
      failedStages.push(name);
    }
  });
}

/** Projects that share their workers, so that none is idle while the last file of one of them runs. */
function vitest(...projects: readonly string[]): void {
  const report = resolve(reportFolder, `${projects.join('-')}.json`);
  rmSync(report, { force: true });
  stage(`${projects.join(' and ')} tests`, process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'build/vitest.config.ts',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) {
    counts.failed += 1;
    return;
  }
  const json = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  counts.passed += json['numPassedTests'] ?? 0;
  counts.failed += json['numFailedTests'] ?? 0;
  counts.skipped += (json['numPendingTests'] ?? 0) + (json['numTodoTests'] ?? 0);
}

async function bringTools(): Promise<void> {
  const tools = await findMediaTools({ env: process.env, allowInstall: true, onProgress: (text) => console.log(text) });
  process.env['FFMPEG_PATH'] = tools.ffmpegPath;
  process.env['FFPROBE_PATH'] = tools.ffprobePath;
  const chromium = bringChromium();
  if (chromium === null) {
    throw new Error(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
    );
  }
  process.env['CHROMIUM_PATH'] = chromium;
  console.log(`ffmpeg ${tools.version} (${tools.source}), Chromium ${chromium}, Node ${process.version}`);
}

try {
  mkdirSync(reportFolder, { recursive: true });
  await bringTools();
  await checks(['types', 'build', 'format:check', 'lint', 'rooms']);
  vitest('unit');
  vitest('integration', 'e2e');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failedStages.push('setup');
}
const sharedFolder = resolve(process.env['TIMECUE_SHARED'] ?? '../shared');
const hasShared = existsSync(resolve(sharedFolder, 'footage', 'manifest.json'));
console.log(
  hasShared
    ? `\nThe shared footage and models were used.`
    : `\n${counts.skipped} tests were skipped because the shared footage and models are not here (TIMECUE_SHARED).`,
);
if (failedStages.length > 0) {
  console.log(`Failed: ${failedStages.join(', ')}`);
  counts.failed = Math.max(counts.failed, 1);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
