import { resolve } from 'node:path';
import { build, type Configuration } from 'electron-builder';
import { buildDesktop } from '../desktop/build-desktop.ts';
import { drawIcons } from './draw-icon.ts';
import { packagingConfiguration, type PackagingOptions } from './electron-builder.ts';

export interface PackOptions extends PackagingOptions {
  readonly projectFolder: string;
  /** `installers`: what people install; `folder`: the program as a folder, which needs no packaging tools. */
  readonly kind: 'installers' | 'folder';
}

/** Builds the desktop program and packages it for the system that this runs on. The page has to be built already. */
export async function packDesktop({ projectFolder, kind, ...options }: PackOptions): Promise<readonly string[]> {
  await buildDesktop(projectFolder);
  drawIcons(resolve(projectFolder, 'dist', 'icons'));
  const config: Configuration = packagingConfiguration(options);
  return build({ projectDir: projectFolder, config, publish: 'never', ...(kind === 'folder' ? { dir: true } : {}) });
}
