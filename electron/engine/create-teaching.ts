import { LearnedPolicy } from '../../native-models/policy/learned-policy.ts';
import { shippedWeights } from '../../native-models/policy/weights/shipped-weights.ts';
import type { Handlers } from '../contract/index.ts';
import type { Disposable } from './base/surroundings.ts';
import type { EngineDeps } from './create-engine.ts';
import type { ExportService } from './export/export-service.ts';
import type { LibraryView } from './library/library-view.ts';
import type { SearchService } from './search/search-service.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import { LessonBook } from './teaching/lesson-book.ts';
import { lessonsAsAnnotations, lessonsAsJson } from './teaching/lesson-export.ts';
import { PolicyShelf } from './teaching/policy-shelf.ts';
import { SwitchablePolicy } from './teaching/switchable-policy.ts';
import { TeachingService } from './teaching/teaching-service.ts';

type TeachingHandlers = Pick<Handlers, Extract<keyof Handlers, `teaching.${string}`>>;

export interface TeachingParts {
  readonly deps: EngineDeps;
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly view: LibraryView;
  readonly search: SearchService;
  readonly settings: SettingsStore;
  readonly exports: ExportService;
  readonly policy: SwitchablePolicy;
}

export interface TeachingSide extends Disposable {
  readonly teaching: TeachingService;
  readonly handlers: TeachingHandlers;
}

/** What the search asks, before a library has said what was taught in it. */
export function startPolicy({ groundingPolicy }: Pick<EngineDeps, 'groundingPolicy'>): SwitchablePolicy {
  return new SwitchablePolicy(groundingPolicy ?? new LearnedPolicy(shippedWeights));
}

/** Wires what people teach: lessons, the policies that came of them, and the one that is in use. */
export function createTeaching(parts: TeachingParts): TeachingSide {
  const { db, writer, deps, view, search, settings, exports, policy } = parts;
  const { clock, logger } = deps;
  const book = new LessonBook({
    ...{ db, writer, clock },
    inputOf: (where, signal) => search.groundingInput(where, signal),
    policy: () => policy.current,
  });
  const shelf = new PolicyShelf({ db, clock, logger, shipped: shippedWeights });
  const teaching = new TeachingService({
    ...{ db, writer, clock, logger, book, shelf, policy },
    shipped: shippedWeights,
    // Whoever asks for a policy of their own gets that one.
    isTaughtUsed: () => deps.groundingPolicy === undefined && settings.current.isTaughtPolicyUsed,
    options: deps.teachOptions,
  });
  const forgetSettings = settings.onChange(() => teaching.applyPolicy());
  const exportDeps = { db, pathOf: (videoId: Parameters<LibraryView['pathOf']>[0]) => view.pathOf(videoId) };
  return {
    teaching,
    handlers: {
      'teaching.show': async () => teaching.show(),
      'teaching.watch': async (_params, context) => {
        await teaching.watch(context);
        return {};
      },
      'teaching.lessons': async () => ({ lessons: teaching.lessons() }),
      'teaching.start': async () => teaching.start(),
      'teaching.pause': async () => teaching.pause(),
      'teaching.resume': async () => teaching.resume(),
      'teaching.cancel': () => teaching.cancel(),
      'teaching.use': async ({ policyId }) => teaching.use(policyId),
      'teaching.export': ({ form }) => {
        const write = form === 'timecue' ? lessonsAsJson : lessonsAsAnnotations;
        const baseName = form === 'timecue' ? 'timecue corrections' : 'timecue annotations';
        return exports.keep({ text: write(teaching.lessons(), exportDeps), extension: 'json', baseName });
      },
    },
    async dispose() {
      forgetSettings();
      await teaching.dispose();
    },
  };
}
