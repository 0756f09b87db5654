import type { ExportId, VideoId } from '../contract/ids.ts';
import type { Handlers } from '../contract/index.ts';
import type { JobKind, QueueSummary } from '../contract/jobs.ts';
import type { Host } from './base/host.ts';
import type { LibraryPaths, Logger } from './base/surroundings.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import type { VideoDetails } from './ingest/video-details.ts';
import type { ScanCall } from './library/library-service.ts';
import type { LibraryView } from './library/library-view.ts';
import type { ScanOutcome } from './library/scan-report.ts';
import type { Places } from './library/places.ts';
import type { ModelStore } from './models/model-store.ts';
import type { SearchService } from './search/search-service.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { TeachingService } from './teaching/teaching-service.ts';

/** A file to serve, and the folders outside of which nothing is served, whatever links say. */
export interface EngineFile {
  readonly path: string;
  readonly allowedRoots: readonly string[];
}

/** The product without a window. Whoever holds it serves `handlers`; the rest is for the host and the command line. */
export interface Engine {
  /** For whoever has no window: a command, a test. */
  readonly handlers: Handlers;
  /** For one window or browser page, with what the program around it can do. */
  handlersFor(host: Host): Handlers;
  readonly places: Places;
  readonly settings: SettingsStore;
  readonly paths: LibraryPaths;
  readonly logger: Logger;
  readonly search: SearchService;
  readonly view: LibraryView;
  readonly models: ModelStore;
  readonly inference: InferenceHost;
  readonly teaching: TeachingService;
  /** Throws EngineError `not-found`. */
  describeVideo(videoId: VideoId): VideoDetails;
  /** Null when no copy can be opened now. */
  mediaFile(videoId: VideoId): Promise<EngineFile | null>;
  pictureFile(kind: 'poster' | 'sprite', videoId: VideoId, seconds: number): Promise<EngineFile | null>;
  /** What was made for the page to play; null until `playback.prepare` has made it. */
  proxyFile(videoId: VideoId): EngineFile | null;
  /** What `export.prepare` wrote, under the name to save it by; null once it was handed out. */
  exportFile(exportId: ExportId): (EngineFile & { readonly downloadName: string }) | null;
  /** Removes an export that was handed out. */
  forgetExport(exportId: ExportId): Promise<void>;
  /** Only an engine that writes has them. */
  readonly work: EngineWork | null;
  dispose(): Promise<void>;
}

/** What changes the library. */
export interface EngineWork {
  /** As `library.add`, with the paths that could not be taken, which the contract does not let out. */
  add(path: string, call: ScanCall): Promise<ScanOutcome>;
  /** Queues videos that were analysed by other channels or models than there are now. Returns how many. */
  queueStale(): Promise<number>;
  /** As `queueStale`, without waiting. */
  queueStaleSoon(): void;
  /** Begins to run what is queued; with `lastPass: 'key-frames'` full passes wait. */
  startJobs(options: { readonly lastPass: JobKind }): void;
  /** Resolves when nothing is left that can be done; rejects when the signal aborts. */
  idle(signal: AbortSignal): Promise<void>;
  onQueueChange(listener: (queue: QueueSummary) => void): () => void;
  /** Watches the roots, as they are now, until the engine is disposed. */
  watch(): Promise<void>;
}
