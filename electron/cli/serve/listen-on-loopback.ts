import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../contract/errors.ts';

export const defaultPort = 7717;
const triedPortCount = 20;

/**
 * Listens on 127.0.0.1 and returns the port: the one asked for, or else the first free one from 7717 on, or else any.
 *
 * @throws EngineError `bad-request` where the port that was asked for is taken or may not be used.
 */
export async function listenOnLoopback(server: Server, askedPort: number | null): Promise<number> {
  if (askedPort !== null) {
    try {
      return await listen(server, askedPort);
    } catch (error) {
      throw refusedPort(askedPort, error);
    }
  }
  for (let port = defaultPort; port < defaultPort + triedPortCount; port += 1) {
    try {
      return await listen(server, port);
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
    }
  }
  return listen(server, 0);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** In use by somebody, or kept by the system (Windows reserves whole ranges and says EACCES). */
function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES';
}

function refusedPort(port: number, error: unknown): EngineError {
  const reason = isTaken(error) ? 'is taken by another program or reserved' : 'cannot be used';
  return new EngineError('bad-request', `Port ${port} ${reason}. Leave --port out to take a free one.`, {
    cause: error,
    details: { port },
  });
}
