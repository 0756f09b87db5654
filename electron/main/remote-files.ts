import { z } from 'zod';
import type { ExportedFile, LibraryFile, LibraryFileSource } from '../media-response/find-library-file.ts';
import { foundFileSchema, type FoundFile } from '../engine-process/protocol.ts';

export interface RemoteFilesDeps {
  /** Asks the engine's process for the file at an address. */
  readonly findFile: (address: string) => Promise<unknown>;
  readonly forgetExport: (exportId: string) => void;
}

const answerSchema = foundFileSchema.nullable();

/** The files behind ids, which only the engine's process knows. */
export function remoteFiles({ findFile, forgetExport }: RemoteFilesDeps): LibraryFileSource {
  const find = async (address: string): Promise<FoundFile | null> => z.parse(answerSchema, await findFile(address));
  const shown = (address: string): Promise<LibraryFile | null> => find(address);
  return {
    mediaFile: (videoId) => shown(`/media/${videoId}`),
    proxyFile: (videoId) => shown(`/proxy/${videoId}`),
    pictureFile: (kind, videoId, seconds) =>
      shown(kind === 'sprite' ? `/sprite/${videoId}` : `/poster/${videoId}/${Math.round(seconds * 1000)}`),
    async exportFile(exportId): Promise<ExportedFile | null> {
      const file = await find(`/export/${exportId}`);
      return file === null || file.downloadName === null ? null : { ...file, downloadName: file.downloadName };
    },
    forgetExport,
  };
}
