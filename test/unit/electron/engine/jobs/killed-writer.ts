/**
 * A process to be killed: runs the queue of the library named by the first argument and commits steps that are made
 * from their index alone, so that whoever looks afterwards knows what must be there.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { JobQueue } from '../../../../../electron/engine/jobs/job-queue.ts';
import { JobRunner } from '../../../../../electron/engine/jobs/job-runner.ts';
import { openLibrary } from '../../../../../electron/engine/store/open-library.ts';
import {
  beginGeneration,
  commitStep,
  completeGeneration,
  hasCompleteGeneration,
  sweepGenerations,
} from '../../../../../electron/engine/store/queries/index.ts';
import { stepCount, stepOf } from './killed-steps.ts';

const databaseFile = process.argv[2] ?? '';
const db = openLibrary({ databaseFile, mode: 'write', clock: systemClock, logger: silentLogger });
const runner = new JobRunner({
  queue: new JobQueue({ db, clock: systemClock }),
  clock: systemClock,
  logger: silentLogger,
  concurrency: 2,
  sweep: () => sweepGenerations(db),
  run: async ({ videoKey, kind }, { onProgress }) => {
    const kindOfRows = { videoKey, pass: kind, stepSeconds: 60, channelVersions: { objects: 1 } } as const;
    if (hasCompleteGeneration(db, kindOfRows)) return 'done';
    const { generationKey, doneStepCount } = beginGeneration(db, { ...kindOfRows, createdAtMs: 0 });
    for (let stepIndex = doneStepCount; stepIndex < stepCount; stepIndex += 1) {
      await nextTurn();
      commitStep(db, { generationKey, stepIndex, blocks: [stepOf(videoKey, stepIndex)] });
      onProgress({ stage: 'analyse', doneSeconds: (stepIndex + 1) * 60, totalSeconds: stepCount * 60 });
    }
    completeGeneration(db, { generationKey, edgeUncertaintySeconds: 0, warningCount: 0 });
    return 'done';
  },
});
runner.start();
process.stdout.write('started\n');
await runner.idle();
await runner.dispose();
db.close();
