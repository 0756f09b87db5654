import { CloseEvent } from '../../electron/rpc/close-event.ts';
import type { BytePort } from '../../electron/rpc/port.ts';

/** Two ends of one connection in memory. Bytes arrive in a later turn and in order, as over a real transport. */
export function memoryPorts(): [BytePort, BytePort] {
  const closed = new CloseEvent();
  const listeners: ((bytes: Uint8Array) => void)[] = [() => {}, () => {}];
  const end = (own: 0 | 1): BytePort => ({
    send: (bytes) =>
      queueMicrotask(() => {
        if (!closed.hasHappened) {
          listeners[1 - own]!(bytes);
        }
      }),
    onBytes: (listener) => (listeners[own] = listener),
    onClose: (listener) => closed.listen(listener),
    close: () => void closed.happen(),
  });
  return [end(0), end(1)];
}
