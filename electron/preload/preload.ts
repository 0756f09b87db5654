/** Entry of the one preload script; bundled into a single CommonJS file, which is all that the sandbox can load. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { exposeDesktop } from './expose-desktop.ts';

exposeDesktop({ contextBridge, ipcRenderer, webUtils, window });
