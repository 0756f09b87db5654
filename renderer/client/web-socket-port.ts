import { EngineError } from '../../electron/contract/errors.ts';
import { CloseEvent } from '../../electron/rpc/close-event.ts';
import type { BytePort } from '../../electron/rpc/port.ts';

/**
 * Opens a WebSocket as a port.
 *
 * @throws EngineError `disconnected` where none can be had; browsers do not say why.
 */
export function openWebSocketPort(address: string): Promise<BytePort> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    const closed = new CloseEvent();
    socket.addEventListener('open', () => resolve(portOf(socket, closed)), { once: true });
    socket.addEventListener('close', () => {
      closed.happen();
      reject(new EngineError('disconnected', 'The engine cannot be reached.'));
    });
  });
}

function portOf(socket: WebSocket, closed: CloseEvent): BytePort {
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(bytes);
      }
    },
    onBytes: (listener) =>
      socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
        // The engine speaks binary only; a text is handed on to be counted as what cannot be read.
        listener(typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data));
      }),
    onClose: (listener) => closed.listen(listener),
    close: () => {
      socket.close();
      closed.happen();
    },
  };
}
