/** Builds the desktop program from its sources: main, preload, the engine's and the models' processes. */
import { fileURLToPath } from 'node:url';
import { buildDesktop } from '../desktop/build-desktop.ts';

await buildDesktop(fileURLToPath(new URL('../..', import.meta.url)));
