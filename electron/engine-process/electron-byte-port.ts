import { CloseEvent } from '../rpc/close-event.ts';
import type { BytePort } from '../rpc/port.ts';
import type { ElectronPort } from './electron-port.ts';

/** The engine's end of a page's MessagePort as a transport of bytes. */
export function electronBytePort(port: ElectronPort): BytePort {
  const closed = new CloseEvent();
  port.on('close', () => closed.happen());
  return {
    send: (bytes) => {
      if (!closed.hasHappened) {
        port.postMessage(bytes);
      }
    },
    onBytes: (listener) => {
      port.on('message', ({ data }) => {
        // Anything that is not bytes is handed on to be counted as what cannot be read.
        listener(data instanceof Uint8Array ? data : new Uint8Array());
      });
      // Messages wait until somebody listens.
      port.start();
    },
    onClose: (listener) => closed.listen(listener),
    close: () => {
      port.close();
      closed.happen();
    },
  };
}
