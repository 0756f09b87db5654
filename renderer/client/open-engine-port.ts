import { EngineError } from '../../electron/contract/errors.ts';
import { codedPort } from '../../electron/rpc/coded-port.ts';
import type { Request } from '../../electron/rpc/messages.ts';
import type { Port } from '../../electron/rpc/port.ts';
import { desktopBridge } from './desktop-bridge.ts';
import { openMessagePortPort } from './message-port-port.ts';
import { openWebSocketPort } from './web-socket-port.ts';

/**
 * Connects to the engine: over a port that the desktop program hands to its page, else over the server's WebSocket.
 *
 * @throws EngineError `permission-denied` without token and session, `disconnected` when nobody answers.
 */
export async function openEnginePort(): Promise<Port<Request>> {
  const bridge = desktopBridge();
  return bridge === null ? openServerPort() : codedPort(await openMessagePortPort(bridge));
}

/**
 * Connects to the server that sent this page. The token of the address is exchanged for the session cookie and taken
 * out of the address, so that it is in no history; a reload or a second tab has the cookie already.
 */
async function openServerPort(): Promise<Port<Request>> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    await askSession({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // A page may have been chosen meanwhile; then its name stands there instead of the token.
    const rest = location.hash.startsWith('#token=') ? '' : location.hash;
    history.replaceState(null, '', `${location.pathname}${rest}`);
  }
  // Also after a token that was refused: it may have been spent by this very browser.
  if ((await askSession({ method: 'GET' })).status === 401) {
    throw new EngineError('permission-denied', 'This browser has no session.');
  }
  return codedPort(await openWebSocketPort(`ws://${location.host}/rpc`));
}

async function askSession(init: RequestInit): Promise<Response> {
  try {
    return await fetch('/session', { ...init, cache: 'no-store' });
  } catch (error) {
    throw new EngineError('disconnected', 'The engine cannot be reached.', { cause: error });
  }
}
