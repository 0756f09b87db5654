import type { z } from 'zod';
import { chatMethods } from './chat-methods.ts';
import { chatServerMethods } from './chat-servers.ts';
import { correctionMethods } from './corrections.ts';
import { doctorMethods } from './doctor.ts';
import { exportMethods } from './export.ts';
import { hostMethods } from './host.ts';
import { jobMethods } from './jobs.ts';
import { libraryMethods as methodsOfLibrary } from './library.ts';
import { modelMethods } from './models.ts';
import { placeMethods } from './places.ts';
import { searchMethods } from './search.ts';
import { selectionMethods } from './selection.ts';
import { settingsMethods } from './settings.ts';
import { teachingMethods } from './teaching.ts';
import { trackMethods } from './track-methods.ts';
import { playbackMethods, timelineMethods } from './timeline.ts';

/** The whole surface between the renderer (or the CLI) and the engine. One file a domain. */
export const methods = {
  ...chatMethods,
  ...chatServerMethods,
  ...correctionMethods,
  ...doctorMethods,
  ...exportMethods,
  ...hostMethods,
  ...jobMethods,
  ...methodsOfLibrary,
  ...modelMethods,
  ...placeMethods,
  ...playbackMethods,
  ...searchMethods,
  ...selectionMethods,
  ...settingsMethods,
  ...teachingMethods,
  ...timelineMethods,
  ...trackMethods,
};

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.input<(typeof methods)[M]['params']>;
export type ParsedParams<M extends MethodName> = z.output<(typeof methods)[M]['params']>;
export type Progress<M extends MethodName> = z.output<(typeof methods)[M]['progress']>;
export type Result<M extends MethodName> = z.output<(typeof methods)[M]['result']>;

/** What a handler gets besides its params. Both are always there, so no handler tests for them. */
export interface CallContext<M extends MethodName> {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress<M>) => void;
}

export type Handlers = {
  readonly [M in MethodName]: (params: ParsedParams<M>, context: CallContext<M>) => Promise<Result<M>>;
};

/** How every caller reaches the engine, whatever carries the messages. */
export type CallEngine = <M extends MethodName>(
  method: M,
  params: Params<M>,
  options?: Partial<CallContext<M>>,
) => Promise<Result<M>>;
