import type { Handlers } from '../contract/index.ts';
import type { EngineParts } from './create-engine.ts';
import { doctorHandlers } from './doctor/doctor-handlers.ts';
import type { DoctorDeps } from './doctor/run-doctor.ts';
import type { WrittenSide } from './engine-work.ts';
import { placeHandlers } from './library/place-handlers.ts';
import type { MediaTools } from './media/media-tools.ts';
import { modelHandlers } from './model-handlers.ts';
import { searchMemoryOf } from './search/search-memory.ts';
import { suggest } from './search/suggest.ts';
import { settingsHandlers } from './settings/settings-handlers.ts';
import type { ReadableDb } from './store/database.ts';
import { listRoots } from './store/queries/index.ts';

export interface SharedHandlerParts extends EngineParts {
  readonly db: ReadableDb;
  readonly tools: () => Promise<MediaTools>;
  /** Null in an engine that only reads. */
  readonly written: WrittenSide | null;
}

/** What an engine that writes and one that only reads answer alike. */
export function sharedHandlers(parts: SharedHandlerParts) {
  const { db, places, settings, written, deps } = parts;
  const onModelsChanged = () => written?.work.queueStaleSoon();
  return {
    'search.memory': async () => searchMemoryOf(db),
    'search.suggest': async (params) => suggest(db, params),
    ...placeHandlers({ places, rootPaths: () => listRoots(db).map(({ path }) => path) }),
    ...settingsHandlers(settings),
    ...doctorHandlers(() => doctorDeps(parts)),
    ...modelHandlers({ ...parts, mode: deps.mode, onModelsChanged }),
  } satisfies Partial<Handlers>;
}

function doctorDeps({ deps, models, inference, settings, db, tools }: SharedHandlerParts): DoctorDeps {
  const { paths, machine, presentTools = tools } = deps;
  return { paths, machine, models, inference, db, tools: presentTools, isNetworkOff: settings.current.isNetworkOff };
}
