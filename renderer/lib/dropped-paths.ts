import { pathForFile } from '../client/desktop-bridge.ts';

export interface DroppedPath {
  readonly path: string;
  readonly name: string;
}

/** Whether a drag carries files, and not text or a picture of the page itself. */
export function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

/** Where dropped files and folders lie; those that nobody can name are left out. */
export function droppedPaths(files: readonly File[]): DroppedPath[] {
  return files.flatMap((file) => {
    const path = pathForFile(file);
    return path === null ? [] : [{ path, name: file.name }];
  });
}
