import type { WebSocket } from 'ws';
import { CloseEvent } from '../../rpc/close-event.ts';
import { maxMessageBytes } from '../../rpc/codec.ts';
import type { BytePort } from '../../rpc/port.ts';

/** A page that takes nothing any more must not fill the engine's memory: two of the largest messages may wait. */
const maxWaitingBytes = 2 * maxMessageBytes;

/** The server's end of a WebSocket. Text frames arrive too, and fail to decode like anything else that is no message. */
export function webSocketPort(socket: WebSocket): BytePort {
  const closed = new CloseEvent();
  socket.on('close', () => closed.happen());
  // `close` follows every error.
  socket.on('error', () => {});
  const close = () => {
    socket.terminate();
    closed.happen();
  };
  return {
    send: (bytes) => {
      if (closed.hasHappened) {
        return;
      }
      if (socket.bufferedAmount + bytes.length > maxWaitingBytes) {
        close();
      } else {
        socket.send(bytes);
      }
    },
    onBytes: (listener) => void socket.on('message', (data: Buffer) => listener(data)),
    onClose: (listener) => closed.listen(listener),
    close,
  };
}
