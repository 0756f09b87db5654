import type { GroundingPolicy } from '../../native-models/api/grounding-policy.ts';
import type { ObjectDetector } from '../../native-models/api/object-detector.ts';
import { cardForChannel } from '../../native-models/catalog/catalog.ts';
import type { ChannelId } from '../contract/channels.ts';
import type { Clock } from './base/surroundings.ts';
import { allChannels } from './channels/registry.ts';
import type { ShotRow } from './channels/shots/rows.ts';
import { shotsOf } from './channels/shots/shots-of.ts';
import type { CorrectionService } from './corrections/correction-service.ts';
import { LearnedPolicy } from '../../native-models/policy/learned-policy.ts';
import { shippedWeights } from '../../native-models/policy/weights/shipped-weights.ts';
import { CandidateFinder } from './index/candidate-finder.ts';
import { SqliteIndexSource } from './index/sqlite-index-source.ts';
import { createQueryPlanner } from './query/query-planner.ts';
import { removeAtoms } from './query/remove-atoms.ts';
import type { ChannelState } from './search/plan-channels.ts';
import { type SearchDeps, SearchService } from './search/search-service.ts';
import { SqliteEvidenceSource } from './search/sqlite-evidence-source.ts';
import type { ReadableDb } from './store/database.ts';
import { indexedChannels } from './store/queries/index.ts';

export interface SearchParts {
  /** The policy that comes with the program when left out. */
  readonly policy?: GroundingPolicy | undefined;
  readonly db: ReadableDb;
  readonly clock: Clock;
  /** Null while no detector is installed. */
  readonly detector: () => ObjectDetector | null;
  /** Lets all videos through when left out. */
  readonly videosWhere?: SearchDeps['videosWhere'];
  readonly corrections?: Pick<CorrectionService, 'ofQuery'>;
}

/** Channels that need no picture: they can always say whether there is something to look at. */
const textChannels: readonly ChannelId[] = ['speech', 'names'];

/** Wires the search over one library. Reads only. */
export function createSearch({ db, clock, detector, policy, videosWhere, corrections }: SearchParts): SearchService {
  return new SearchService({
    planner: createQueryPlanner(),
    removeAtoms,
    channels: allChannels,
    channelStates: () => channelStates(db, detector() !== null),
    finder: new CandidateFinder({ source: new SqliteIndexSource({ db, channels: allChannels }) }),
    evidence: new SqliteEvidenceSource(db),
    shotEdgesOf: (rows) => {
      const shotRows = rows as readonly ShotRow[];
      const endSeconds = shotRows.at(-1)?.endSeconds ?? 0;
      return shotsOf(shotRows, endSeconds).map(({ startSeconds }) => startSeconds);
    },
    policy: policy ?? new LearnedPolicy(shippedWeights),
    videosWhere: videosWhere ?? (() => null),
    correctionsOf: (text) => corrections?.ofQuery(text) ?? [],
    clock,
  });
}

/** What each channel can say in this library, and what would bring those that cannot. */
function channelStates(db: ReadableDb, hasDetector: boolean): ChannelState[] {
  const indexed = new Set(indexedChannels(db));
  return allChannels.map(({ id }): ChannelState => {
    if (textChannels.includes(id) || indexed.has(id)) {
      return { channel: id, state: 'ready', cardId: null };
    }
    const cardId = cardForChannel(id)?.id ?? null;
    return { channel: id, state: cardId !== null && !hasDetector ? 'no-model' : 'not-indexed', cardId };
  });
}
