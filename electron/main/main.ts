/** Entry of the desktop program. Everything that can be tested without Electron's binary is elsewhere. */
import * as electron from 'electron';
import { startDesktop } from './start-desktop.ts';

await startDesktop(electron, process);
