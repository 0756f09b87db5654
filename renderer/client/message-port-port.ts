import { EngineError } from '../../electron/contract/errors.ts';
import { engineGoneMessage, portMessage, type DesktopBridge } from '../../electron/preload/desktop-bridge.ts';
import { CloseEvent } from '../../electron/rpc/close-event.ts';
import type { BytePort } from '../../electron/rpc/port.ts';

/** Longer than an engine that has just died waits before it is started again. */
const portLimitMs = 35_000;

/** A message of the preload: it comes from this very window, and no page of another origin can send one. */
function isOwn(event: MessageEvent, message: string): boolean {
  return event.source === window && event.origin === location.origin && event.data === message;
}

/**
 * Asks the desktop program for a port to the engine.
 *
 * @throws EngineError `disconnected` where none comes.
 */
export function openMessagePortPort(bridge: DesktopBridge, limitMs = portLimitMs): Promise<BytePort> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', listen);
    };
    const listen = (event: MessageEvent): void => {
      const port = isOwn(event, portMessage) ? event.ports[0] : undefined;
      if (port !== undefined) {
        stop();
        resolve(portOf(port));
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new EngineError('disconnected', 'The engine cannot be reached.'));
    }, limitMs);
    window.addEventListener('message', listen);
    bridge.requestPort();
  });
}

function portOf(port: MessagePort): BytePort {
  const closed = new CloseEvent();
  const end = (): void => {
    window.removeEventListener('message', listen);
    port.close();
    closed.happen();
  };
  const listen = (event: MessageEvent): void => {
    if (isOwn(event, engineGoneMessage)) {
      end();
    }
  };
  window.addEventListener('message', listen);
  // Chromium tells that the other end has gone; the preload's message says so too, whatever becomes of the event.
  port.addEventListener('close', end);
  return {
    send: (bytes) => {
      if (!closed.hasHappened) {
        // Copied: Electron's processes take no transferred memory.
        port.postMessage(bytes);
      }
    },
    onBytes: (listener) => {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        // Anything that is not bytes is handed on to be counted as what cannot be read.
        listener(data instanceof Uint8Array ? data : new Uint8Array());
      });
      port.start();
    },
    onClose: (listener) => closed.listen(listener),
    close: end,
  };
}
