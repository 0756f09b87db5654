import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { codedPort } from '../../../../electron/rpc/coded-port.ts';
import { Dispatcher } from '../../../../electron/rpc/dispatcher.ts';
import type { BytePort } from '../../../../electron/rpc/port.ts';
import { EngineConnection, type OpenPort } from '../../../../renderer/state/engine-connection.svelte.ts';
import { handlersWith } from '../../../helpers/loopback.ts';
import { memoryPorts } from '../../../helpers/memory-ports.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine that can be reached or not, as the test likes. */
function reachable() {
  const engineSides: BytePort[] = [];
  const state = { failure: null as EngineError | null, engineSides, attemptCount: 0 };
  const openPort: OpenPort = async () => {
    state.attemptCount += 1;
    if (state.failure !== null) {
      throw state.failure;
    }
    const [engineSide, clientSide] = memoryPorts();
    engineSides.push(engineSide);
    new Dispatcher(handlersWith({ 'models.list': async () => ({ models: [] }) }), codedPort(engineSide));
    return codedPort(clientSide);
  };
  return { state, connection: new EngineConnection(openPort) };
}

describe('EngineConnection', () => {
  test('calls the engine once it is open, and rejects before', async () => {
    const { connection } = reachable();
    await expect(connection.callEngine('models.list', {})).rejects.toMatchObject({ code: 'disconnected' });
    await connection.connect();
    expect(connection.status).toEqual({ kind: 'open' });
    await expect(connection.callEngine('models.list', {})).resolves.toEqual({ models: [] });
  });

  test('says so when it is lost, opens again by itself and tells its listeners', async () => {
    const { state, connection } = reachable();
    const opened = vi.fn();
    connection.onOpen(opened);
    const { callEngine } = connection;
    await connection.connect();
    state.engineSides[0]!.close();
    expect(connection.status).toEqual({ kind: 'lost' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(connection.status).toEqual({ kind: 'open' });
    expect(opened).toHaveBeenCalledTimes(2);
    await expect(callEngine('models.list', {})).resolves.toEqual({ models: [] });
  });

  test('tries less and less often while nobody answers', async () => {
    const { state, connection } = reachable();
    state.failure = new EngineError('disconnected', 'no');
    await connection.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.attemptCount).toBeGreaterThan(8);
    expect(state.attemptCount).toBeLessThan(20);
    state.failure = null;
    await connection.connect();
    expect(connection.status).toEqual({ kind: 'open' });
    const before = state.attemptCount;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.attemptCount).toBe(before);
  });

  test('does not try again by itself without a session', async () => {
    const { state, connection } = reachable();
    state.failure = new EngineError('permission-denied', 'no session');
    await connection.connect();
    expect(connection.status).toEqual({ kind: 'refused' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.attemptCount).toBe(1);
  });

  test('opens one connection, however often it is asked', async () => {
    const { state, connection } = reachable();
    await Promise.all([connection.connect(), connection.connect()]);
    await connection.connect();
    expect(state.attemptCount).toBe(1);
  });
});
