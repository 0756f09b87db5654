import { beforeEach, describe, expect, test } from 'vitest';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import type { TeachingState } from '../../../../../electron/contract/teaching.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { CorrectionService } from '../../../../../electron/engine/corrections/correction-service.ts';
import { LessonBook } from '../../../../../electron/engine/teaching/lesson-book.ts';
import { lessonsAsAnnotations, lessonsAsJson } from '../../../../../electron/engine/teaching/lesson-export.ts';
import { PolicyShelf } from '../../../../../electron/engine/teaching/policy-shelf.ts';
import { SwitchablePolicy } from '../../../../../electron/engine/teaching/switchable-policy.ts';
import { TeachingService } from '../../../../../electron/engine/teaching/teaching-service.ts';
import { inputOf, shownSpans, type EvidenceSnapshot } from '../../../../../native-models/finetune/lesson.ts';
import { ordinaryTeaching } from '../../../../../native-models/finetune/teach.ts';
import { LearnedPolicy } from '../../../../../native-models/policy/learned-policy.ts';
import { shippedWeights } from '../../../../../native-models/policy/weights/shipped-weights.ts';
import { plan, thing } from '../../../../helpers/plans.ts';
import { drawLessons } from '../../../../../native-models/finetune/synthetic-lessons.ts';
import { addVideo, TemporaryLibrary } from '../store/temporary-library.ts';

const never = new AbortController().signal;
const lessonCount = 6;
/** By video, what a search would give the policy. */
const evidence = new Map<string, EvidenceSnapshot>(
  drawLessons(lessonCount, 1, (shown) => shown).map((lesson, index) => [`clip${index}`, lesson.evidence]),
);

let library: TemporaryLibrary;
let corrections: CorrectionService;
let isTaughtUsed: boolean;
let policy: SwitchablePolicy;
let readCount: number;

function makeService(writer: typeof library.db | null = library.db) {
  const { db } = library;
  policy = new SwitchablePolicy(new LearnedPolicy(shippedWeights));
  const book = new LessonBook({
    ...{ db, writer, clock: systemClock, policy: () => policy.current },
    inputOf: async ({ videoId }) => {
      readCount += 1;
      const kept = evidence.get(videoId);
      return kept === undefined ? null : { plan: plan(thing('dog')), input: inputOf(kept) };
    },
  });
  const shelf = new PolicyShelf({ db, clock: systemClock, logger: silentLogger, shipped: shippedWeights });
  const service = new TeachingService({
    ...{ db, writer, clock: systemClock, logger: silentLogger, book, shelf, policy },
    shipped: shippedWeights,
    isTaughtUsed: () => isTaughtUsed,
    options: { ...ordinaryTeaching, grpo: { ...ordinaryTeaching.grpo, stepCount: 4 }, builtInCount: 30 },
  });
  return { service, book };
}

beforeEach(() => {
  library = new TemporaryLibrary();
  isTaughtUsed = true;
  readCount = 0;
  for (const name of evidence.keys()) addVideo(library.db, name);
  corrections = new CorrectionService({ db: library.db, writer: library.db, clock: systemClock });
  return () => library[Symbol.dispose]();
});

/** Drags every span that is shown. */
function dragAll(seconds: number): void {
  for (const [name, snapshot] of evidence) {
    for (const [from, to] of shownSpans(new LearnedPolicy(shippedWeights), snapshot)) {
      const corrected = { startSeconds: Math.max(0, from + seconds), endSeconds: to + seconds };
      corrections.save({
        ...{ videoId: name as VideoId, text: 'a dog', verdict: 'adjusted', corrected },
        found: { startSeconds: from, endSeconds: to },
      });
    }
  }
}

describe('lessons', () => {
  test('keep their evidence once, and go with what they are about', async () => {
    const { book } = makeService();
    dragAll(-0.5);
    expect(book.list()).toHaveLength(lessonCount);
    expect(book.list().every(({ lessonId }) => lessonId === null)).toBe(true);
    expect(book.lessons()).toEqual([]);
    await book.refresh(never);
    expect(readCount).toBe(lessonCount);
    expect(book.lessons()).toHaveLength(lessonCount);
    await book.refresh(never);
    expect(readCount).toBe(lessonCount);
    for (const { correctionId } of book.list()[0]!.corrections) corrections.remove({ correctionId });
    await book.refresh(never);
    expect(book.lessons()).toHaveLength(lessonCount - 1);
  });

  test('of a video that is not indexed wait for it', async () => {
    addVideo(library.db, 'unseen');
    corrections.save({
      ...{ videoId: 'unseen' as VideoId, text: 'a dog', verdict: 'missed', found: null },
      corrected: { startSeconds: 1, endSeconds: 2 },
    });
    const { book } = makeService();
    await book.refresh(never);
    expect(book.list()).toMatchObject([{ lessonId: null, truth: [{ startSeconds: 1, endSeconds: 2 }] }]);
    expect(book.lessons()).toEqual([]);
  });

  test('are written with all that is kept, and as annotations for a larger model', async () => {
    const { book } = makeService();
    dragAll(-0.5);
    await book.refresh(never);
    const deps = { db: library.db, pathOf: (videoId: VideoId) => `/footage/${videoId}.mp4` };
    const whole = JSON.parse(lessonsAsJson(book.list(), deps)) as { lessons: { evidence: object; query: string }[] };
    expect(whole.lessons).toHaveLength(lessonCount);
    expect(whole.lessons[0]).toMatchObject({
      query: 'a dog',
      evidence: { stepSeconds: 0.5 },
      plan: { atoms: [{ kind: 'thing' }] },
    });
    const annotations = JSON.parse(lessonsAsAnnotations(book.list(), deps)) as Record<
      string,
      { timestamps: number[][]; sentences: string[] }
    >;
    const { timestamps, sentences } = annotations['/footage/clip0.mp4']!;
    expect(sentences).toEqual(timestamps.map(() => 'a dog'));
    expect(timestamps.length).toBeGreaterThan(0);
  });
});

describe('teaching', { timeout: 30_000 }, () => {
  test('offers what is better; it is used when it is accepted, and no longer when it is switched off', async () => {
    const { service } = makeService();
    dragAll(-0.5);
    const report = await service.teach({ isDryRun: false, signal: never });
    expect(report).toMatchObject({ verdict: 'better', lessonCount, basePolicyId: null });
    expect(service.show()).toMatchObject({ policyInUse: null, run: null, history: [{ state: 'offered' }] });
    expect(policy.policyId).toBe(shippedWeights.policyId);

    service.use('taught@1');
    expect(policy.policyId).toBe('taught@1');
    const [name, snapshot] = [...evidence][0]!;
    expect(name).toBe('clip0');
    const [before] = shownSpans(new LearnedPolicy(shippedWeights), snapshot);
    expect(shownSpans(policy, snapshot)[0]![0]).toBeLessThan(before![0]);
    expect(makeService().service.show().policyInUse).toBe('taught@1');
    expect(policy.policyId).toBe('taught@1');

    isTaughtUsed = false;
    expect(makeService().service.show()).toMatchObject({ policyInUse: 'taught@1', isTaughtUsed: false });
    expect(policy.policyId).toBe(shippedWeights.policyId);
    isTaughtUsed = true;
    const again = makeService().service;
    expect(again.use(null)).toMatchObject({ policyInUse: null, history: [{ state: 'past' }] });
    expect(policy.policyId).toBe(shippedWeights.policyId);
    expect(again.use('taught@1').policyInUse).toBe('taught@1');
  });

  test('keeps what was refused as a part of the history, and lets nobody use it', async () => {
    const { service } = makeService();
    dragAll(0);
    expect(await service.teach({ isDryRun: false, signal: never })).toMatchObject({ verdict: 'no-better' });
    expect(service.show().history).toMatchObject([{ policyId: 'taught@1', state: 'refused' }]);
    expect(() => service.use('taught@1')).toThrow('refused');
    expect(() => service.use('taught@9')).toThrow('no such policy');
  });

  test('can be watched, paused, resumed and cancelled; a cancelled one leaves nothing', async () => {
    const { service } = makeService();
    dragAll(-0.5);
    const states: TeachingState[] = [];
    const watching = new AbortController();
    void service.watch({ signal: watching.signal, onProgress: (state) => states.push(state) });
    service.start();
    expect(() => service.start()).toThrow('already');
    await expect.poll(() => states.at(-1)?.run?.progress ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(service.pause().run).toMatchObject({ state: 'paused' });
    const { progress } = service.show().run!;
    await new Promise((resolve) => setTimeout(resolve, 300));
    // A step that was on its way may still come.
    expect(service.show().run!.progress - progress).toBeLessThan(0.2);
    expect(service.resume().run).toMatchObject({ state: 'running' });
    expect(await service.cancel()).toMatchObject({ run: null, history: [] });
    watching.abort();
    expect(states.some(({ run }) => run !== null && run.steps.length > 0)).toBe(true);
  });

  test('a dry run keeps no policy', async () => {
    const { service } = makeService();
    dragAll(-0.5);
    expect(await service.teach({ isDryRun: true, signal: never })).toMatchObject({ verdict: 'better' });
    expect(service.show().history).toEqual([]);
  });

  test('is refused where the library is only read', () => {
    const { service } = makeService(null);
    expect(() => service.start()).toThrow('only reads');
    expect(() => service.use(null)).toThrow('only reads');
  });
});
