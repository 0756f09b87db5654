import type { TrackingModel } from '../../../../native-models/api/tracking-model.ts';
import { randomUUID } from 'node:crypto';
import { EngineError, errorCodeSchema, isAbort, toWireError } from '../../../contract/errors.ts';
import { followIdSchema, trackIdSchema, type FollowId } from '../../../contract/ids.ts';
import type { CallContext, ParsedParams, Result } from '../../../contract/index.ts';
import { packKeys } from '../../../contract/track-keys.ts';
import type { FollowState, FollowSummary, TrackChange, TrackKey } from '../../../contract/tracks.ts';
import type { Clock, Logger } from '../../base/surroundings.ts';
import type { VideoSources } from '../../media/video-sources.ts';
import type { ReadableDb, WritableDb } from '../../store/database.ts';
import * as rows from '../../store/queries/index.ts';
import { rangeOfKeys, toTrackSet, type HeldTrack } from '../held-track.ts';
import type { TrackService } from '../track-service.ts';
import { followOrderSchema, seedsOf, type FollowOrder } from './follow-order.ts';
import { FollowRun } from './follow-run.ts';
import { followedKeys } from './followed-keys.ts';
import { runFollow } from './run-follow.ts';

export interface FollowServiceDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sources: VideoSources;
  readonly tracks: TrackService;
  /** The tracking model that is installed now; null where none is. */
  readonly trackingModel: () => Promise<TrackingModel | null>;
  /** Address of the module that makes trackers, for the worker. */
  readonly trackerModule: string;
}

interface Live {
  readonly job: rows.FollowJobRow;
  readonly run: FollowRun;
  readonly controller: AbortController;
  readonly startedMs: number;
  readonly ended: Promise<void>;
  /** What the job becomes when it is stopped. */
  stoppedAs: FollowState;
}

type Listener = (followId: FollowId, keys: readonly TrackKey[]) => void;

const overStates: ReadonlySet<FollowState> = new Set<FollowState>(['done', 'cancelled', 'failed', 'paused']);
const leftStates: readonly FollowState[] = ['running', 'queued', 'paused'];
const endedStates: readonly FollowState[] = ['failed', 'done', 'cancelled'];
const shownOfState = 20;
/** What was over before that is no news. */
const latelyMs = 24 * 3_600_000;
const tellEveryMs = 100;

/** Follows things as jobs of their own, one at a time, beside the indexing. */
export class FollowService {
  readonly #deps: FollowServiceDeps;
  readonly #listeners = new Set<Listener>();
  readonly #before = new Map<FollowId, TrackChange['before']>();
  #live: Live | null = null;
  #isStarted = false;
  #isDisposed = false;

  constructor(deps: FollowServiceDeps) {
    this.#deps = deps;
  }

  /**
   * Begins to follow and tells what comes, until the job is over or the signal aborts, which does not stop the job.
   * Throws EngineError `not-found`, `bad-request`, `read-only`, and with what the job failed.
   */
  async follow(
    params: ParsedParams<'tracks.follow'>,
    { signal, onProgress }: CallContext<'tracks.follow'>,
  ): Promise<Result<'tracks.follow'>> {
    const followId = this.#queue(params);
    let waiting: TrackKey[] = [];
    let toldMs = -Infinity;
    const tell = (): void => {
      toldMs = performance.now();
      onProgress({ ...this.show(followId), keys: packKeys(waiting) });
      waiting = [];
    };
    await new Promise<void>((resolve) => {
      const stop = (): void => {
        this.#listeners.delete(listener);
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const listener: Listener = (changedId, keys) => {
        if (changedId !== followId) return;
        waiting.push(...keys);
        const isOver = overStates.has(this.show(followId).state);
        if (isOver || performance.now() - toldMs >= tellEveryMs) tell();
        if (isOver) stop();
      };
      this.#listeners.add(listener);
      signal.addEventListener('abort', stop, { once: true });
      tell();
      this.#start();
    });
    signal.throwIfAborted();
    return this.#result(followId);
  }

  /** Tells all jobs at once and whenever one changes, until the signal aborts; those left from before go on. */
  watch({ signal, onProgress }: CallContext<'tracks.watchFollows'>): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      let timer: NodeJS.Timeout | null = null;
      const tell = (): void => {
        timer = null;
        onProgress({ follows: this.list() });
      };
      const listener: Listener = () => {
        timer ??= setTimeout(tell, tellEveryMs);
      };
      const stop = (): void => {
        if (timer !== null) clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
      signal.addEventListener('abort', stop, { once: true });
      tell();
      if (this.#deps.writer !== null) this.#start();
    });
  }

  /** What is not over, oldest first, and what has been over since yesterday, newest first. */
  list(): FollowSummary[] {
    const { db, clock } = this.#deps;
    const left = leftStates.flatMap((state) => rows.followJobsInState(db, state, shownOfState));
    const over = endedStates
      .flatMap((state) => rows.newestFollowJobsInState(db, state, shownOfState))
      .filter(({ updatedAtMs }) => updatedAtMs >= clock.nowMs() - latelyMs)
      .sort((a, b) => b.updatedAtMs - a.updatedAtMs);
    return [...left, ...over].map((job) => this.#summary(job));
  }

  /** Throws `not-found`. */
  show(followId: FollowId): FollowSummary {
    return this.#summary(this.#job(followId));
  }

  pause(followId: FollowId): Promise<FollowSummary> {
    return this.#stop(followId, 'paused', ['queued', 'running']);
  }

  cancel(followId: FollowId): Promise<FollowSummary> {
    return this.#stop(followId, 'cancelled', ['queued', 'running', 'paused']);
  }

  /** Throws `not-found`, `read-only`. */
  resume(followId: FollowId): FollowSummary {
    if (['paused', 'failed'].includes(this.#job(followId).state)) this.#setState(followId, 'queued');
    this.#start();
    return this.show(followId);
  }

  /** Stops what runs; it goes on when the library is opened again. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const live = this.#live;
    live?.controller.abort();
    await live?.ended;
  }

  #queue(params: ParsedParams<'tracks.follow'>): FollowId {
    const { tracks, clock } = this.#deps;
    const writer = this.#writer();
    const { shown, videoKey } = tracks.read(params.videoId);
    const known = shown.find(({ trackId }) => trackId === params.trackId) ?? null;
    if (params.trackId !== null && known === null) {
      throw new EngineError('not-found', 'There is no such track.', { details: { trackId: params.trackId } });
    }
    const followId = followIdSchema.parse(randomUUID());
    const order: FollowOrder = {
      ...params,
      trackId: known?.trackId ?? trackIdSchema.parse(randomUUID()),
      label: known?.label ?? params.label,
      seeds: seedsOf(params, known?.keys ?? []),
    };
    this.#before.set(followId, toTrackSet(known === null ? [] : [known]));
    const { trackId, label } = order;
    rows.insertFollowJob(writer, {
      ...{ followId, videoKey, trackId, label, requestJson: JSON.stringify(order), nowMs: clock.nowMs() },
    });
    return followId;
  }

  #start(): void {
    if (!this.#isStarted) {
      this.#isStarted = true;
      // Left from a program that was ended in the middle.
      for (const { followId } of rows.followJobsInState(this.#deps.db, 'running', 1000)) {
        this.#setState(followId, 'queued');
      }
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#live !== null || this.#isDisposed) return;
    const job = rows.followJobsInState(this.#deps.db, 'queued', 1)[0];
    if (job === undefined) return;
    this.#setState(job.followId, 'running');
    const controller = new AbortController();
    const run = new FollowRun(this.#writer(), job.followKey);
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const live: Live = { job, run, controller, startedMs: performance.now(), ended, stoppedAs: 'queued' };
    this.#live = live;
    void this.#attempt(live).finally(() => {
      this.#live = null;
      resolve();
      this.#pump();
    });
  }

  async #attempt(live: Live): Promise<void> {
    const { job, run, controller } = live;
    const { followId } = job;
    const { sources, trackerModule, trackingModel, logger } = this.#deps;
    const order = followOrderSchema.parse(JSON.parse(job.requestJson));
    let state: FollowState = 'done';
    let failure: { code: string; message: string } | null = null;
    try {
      const { signal } = controller;
      const source = await sources.open(order.videoId, signal);
      const model = await trackingModel();
      const request = { ...order, ...source, model, isBackground: true, trackerModule, resume: run.resume() };
      await runFollow(request, { signal, onNews: (news) => this.#tell(followId, run.take(news)) });
    } catch (error) {
      const isStopped = controller.signal.aborted && isAbort(error);
      state = isStopped ? live.stoppedAs : 'failed';
      failure = isStopped ? null : toWireError(error);
      if (!isStopped) logger.error('tracks.follow-failed', error, { followId });
    }
    try {
      run.save();
      this.#saveProgress(live);
      if (state !== 'queued') this.#keep(order, run);
      if (state === 'done' || state === 'cancelled') rows.deleteFollowChunks(this.#writer(), job.followKey);
      this.#setState(followId, state, failure);
    } catch (error) {
      // The library itself fails: the row stays as it is, and the job goes on at the next start.
      logger.error('tracks.follow-not-kept', error, { followId });
    }
  }

  /** The track with all that was found so far. */
  #keep(order: FollowOrder, run: FollowRun): void {
    this.#deps.tracks.change(order.videoId, ({ shown, clock }) => {
      const known = shown.find(({ trackId }) => trackId === order.trackId);
      const keys = followedKeys(known?.keys ?? [], run.passKeys, run.seeds);
      if (keys.length === 0) return { removed: [], put: [] };
      const fresh: Omit<HeldTrack, 'keys' | 'range'> = {
        ...{ trackId: order.trackId, label: order.label, origin: 'followed' as const },
        ...{ trackerId: run.trackerId, isCorrected: false, revision: 0 },
      };
      const range = rangeOfKeys(keys, clock.frameSeconds);
      const isCorrected = known?.origin === 'indexed';
      const trackerId = known?.trackerId ?? run.trackerId;
      return { removed: [], put: [{ ...(known ?? fresh), trackerId, isCorrected, keys, range }] };
    });
  }

  async #stop(followId: FollowId, state: FollowState, from: readonly FollowState[]): Promise<FollowSummary> {
    this.#writer();
    const live = this.#live;
    if (!from.includes(this.#job(followId).state)) return this.show(followId);
    if (live?.job.followId === followId) {
      live.stoppedAs = state;
      live.controller.abort();
      await live.ended;
    } else {
      this.#setState(followId, state);
    }
    return this.show(followId);
  }

  #saveProgress({ job, run, startedMs }: Live): void {
    const workSeconds = job.workSeconds + (performance.now() - startedMs) / 1000;
    const { doneSeconds, totalSeconds } = run;
    const nowMs = this.#deps.clock.nowMs();
    rows.saveFollowProgress(this.#writer(), job.followId, { doneSeconds, totalSeconds, workSeconds, nowMs });
  }

  #setState(followId: FollowId, state: FollowState, failure: { code: string; message: string } | null = null): void {
    rows.setFollowState(this.#writer(), followId, { state, failure, nowMs: this.#deps.clock.nowMs() });
    this.#tell(followId, []);
  }

  #tell(followId: FollowId, keys: readonly TrackKey[]): void {
    for (const listener of [...this.#listeners]) listener(followId, keys);
  }

  #summary(job: rows.FollowJobRow): FollowSummary {
    const { followId, videoId, title, trackId, label, state, failureCode, failureMessage } = job;
    const live = this.#live?.job.followId === followId ? this.#live : null;
    const doneSeconds = live?.run.doneSeconds ?? job.doneSeconds;
    const totalSeconds = live?.run.totalSeconds ?? job.totalSeconds;
    const realTimeFactor = live === null ? null : factorOf(live);
    const leftSeconds = totalSeconds === null ? null : Math.max(0, totalSeconds - doneSeconds);
    return {
      ...{ followId, videoId, title, trackId, label, state, doneSeconds, totalSeconds, realTimeFactor },
      remainingSeconds: realTimeFactor === null || leftSeconds === null ? null : leftSeconds / realTimeFactor,
      failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? '' },
    };
  }

  #result(followId: FollowId): Result<'tracks.follow'> {
    const job = this.#job(followId);
    if (job.state === 'failed') {
      throw EngineError.fromWire({ ...failureOf(job), details: {} });
    }
    const after = this.#deps.tracks.read(job.videoId).shown.filter(({ trackId }) => trackId === job.trackId);
    const change = { before: this.#before.get(followId) ?? toTrackSet([]), after: toTrackSet(after) };
    return { ...this.show(followId), change };
  }

  #job(followId: FollowId): rows.FollowJobRow {
    const job = rows.followJobById(this.#deps.db, followId);
    if (job === null) throw new EngineError('not-found', 'There is no such job.', { details: { followId } });
    return job;
  }

  #writer(): WritableDb {
    const { writer } = this.#deps;
    if (writer === null) throw new EngineError('read-only', 'This engine only reads the library.');
    return writer;
  }
}

/** Before this much work a speed says more about the start-up than about the footage. */
const shortestMeasureSeconds = 0.5;

function factorOf({ run, startedMs }: Live): number | null {
  const workSeconds = (performance.now() - startedMs) / 1000;
  return workSeconds < shortestMeasureSeconds || run.newSeconds <= 0 ? null : run.newSeconds / workSeconds;
}

function failureOf({ failureCode, failureMessage }: rows.FollowJobRow) {
  const parsed = errorCodeSchema.safeParse(failureCode);
  return { code: parsed.success ? parsed.data : ('internal' as const), message: failureMessage ?? '' };
}
