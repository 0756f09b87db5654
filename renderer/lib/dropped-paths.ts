/** What the preload of the desktop window gives; a browser has nothing like it. */
interface DropNamer {
  pathForFile(file: File): string;
}

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
  const namer = (globalThis as { readonly timecue?: Partial<DropNamer> }).timecue;
  return files
    .map((file) => ({ path: namer?.pathForFile?.(file) ?? '', name: file.name }))
    .filter(({ path }) => path !== '');
}
