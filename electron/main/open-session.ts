import type { Logger } from '../engine/base/surroundings.ts';
import { LibraryResponder } from '../media-response/library-responder.ts';
import type { ElectronApi } from './electron-api.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { exportProtocol, mediaProtocol } from './library-protocol.ts';
import { pageProtocol } from './page-protocol.ts';
import { remoteFiles } from './remote-files.ts';
import { mediaScheme, pageOrigin, pageScheme, partition } from './schemes.ts';
import { guardSession } from './session-guard.ts';

export interface OpenSessionDeps extends Pick<ElectronApi, 'session'> {
  readonly pageFolder: string;
  readonly engine: Pick<EngineSupervisor, 'findFile' | 'forgetExport'>;
  readonly logger: Logger;
}

/**
 * Shuts all sessions and answers the two schemes on the page's own. Returns what ends the open streams.
 *
 * @throws EngineError `file-missing` where the page is not built.
 */
export async function openSession({ session, pageFolder, engine, logger }: OpenSessionDeps): Promise<() => void> {
  const responder = new LibraryResponder(
    remoteFiles({
      findFile: (address) => engine.findFile(address),
      forgetExport: (exportId) => engine.forgetExport(exportId),
    }),
  );
  const own = session.fromPartition(partition);
  guardSession(own, logger);
  guardSession(session.defaultSession, logger);
  const page = await pageProtocol({
    pageFolder,
    exports: exportProtocol({ responder, logger }, pageOrigin),
    onRefused: (address, status) => logger.warn('page.refused', { address: address.slice(0, 200), status }),
  });
  own.protocol.handle(pageScheme, page);
  own.protocol.handle(mediaScheme, mediaProtocol({ responder, logger }));
  return () => responder.dispose();
}
