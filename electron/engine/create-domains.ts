import type { CorrectionService } from './corrections/correction-service.ts';
import { createChat } from './create-chat.ts';
import type { EngineParts } from './create-engine.ts';
import { createMoments, type MomentSide } from './create-moments.ts';
import { createServers } from './create-servers.ts';
import { createTeaching, type TeachingSide } from './create-teaching.ts';
import { createTracks } from './create-tracks.ts';
import type { Disposable } from './base/surroundings.ts';
import type { MediaTools } from './media/media-tools.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import type { SwitchablePolicy } from './teaching/switchable-policy.ts';

export interface DomainParts extends EngineParts {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly tools: () => Promise<MediaTools>;
  readonly corrections: CorrectionService;
  readonly policy: SwitchablePolicy;
}

/** Wires what people do with footage that is indexed: moments, tracks, teaching, conversations. */
export function createDomains(parts: DomainParts) {
  const moments: MomentSide = createMoments(parts);
  const withExports = { ...parts, exports: moments.exports };
  const tracks = createTracks(withExports);
  const taught: TeachingSide = createTeaching(withExports);
  const { deps, settings, tools } = parts;
  const { env, clock, logger, settingsFile = null, secrets } = deps;
  const servers = createServers({
    ...{ settings, settingsFile, env, tools, clock, logger },
    ...(secrets === undefined ? {} : { secrets }),
  });
  const chat = createChat({ ...withExports, servers: servers.source });
  parts.corrections.onChange(() => taught.teaching.corrected());
  const disposables: readonly Disposable[] = [chat, servers, moments, tracks, taught];
  return {
    moments,
    teaching: taught.teaching,
    handlers: {
      ...moments.handlers,
      ...tracks.handlers,
      ...taught.handlers,
      ...chat.handlers,
      ...servers.handlers,
    },
    async dispose(): Promise<void> {
      for (const one of disposables) {
        await one.dispose();
      }
    },
  };
}
