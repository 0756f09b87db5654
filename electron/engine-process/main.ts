/** Entry of the engine's process in Electron (a utilityProcess). */
import { EngineService } from './engine-service.ts';
import { parentPortOf } from './electron-port.ts';
import { openDesktopEngine } from './open-desktop-engine.ts';

const parentPort = parentPortOf(process);
if (parentPort === null) {
  process.stderr.write('This process is started by the desktop program and has no use on its own.\n');
  process.exit(2);
}

const service = new EngineService({
  send: (message) => parentPort.postMessage(message),
  openEngine: openDesktopEngine,
  exit: (code) => process.exit(code),
});
parentPort.on('message', (event) => service.receive(event));
