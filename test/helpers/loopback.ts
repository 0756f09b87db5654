import { methods, type CallEngine, type Handlers } from '../../electron/contract/index.ts';
import { connectEngine, type ClientOptions } from '../../electron/rpc/client.ts';
import { codedPort } from '../../electron/rpc/coded-port.ts';
import { Dispatcher, type DispatcherOptions } from '../../electron/rpc/dispatcher.ts';
import { memoryPorts } from './memory-ports.ts';

export interface Loopback {
  readonly callEngine: CallEngine;
  readonly dispatcher: Dispatcher;
  /** Ends the connection, as when the other side dies. */
  close(): void;
}

/** All handlers; those that a test does not give refuse by name. */
export function handlersWith(handlers: Partial<Handlers>): Handlers {
  const refusing = Object.fromEntries(
    Object.keys(methods).map((name) => [name, () => Promise.reject(new Error(`this test expects no ${name}`))]),
  ) as unknown as Handlers;
  return { ...refusing, ...handlers };
}

/** A real client and a real dispatcher joined in memory through the codec. */
export function connectLoopback(
  handlers: Partial<Handlers>,
  options: { readonly client?: ClientOptions; readonly dispatcher?: DispatcherOptions } = {},
): Loopback {
  const [engineSide, clientSide] = memoryPorts();
  const dispatcher = new Dispatcher(handlersWith(handlers), codedPort(engineSide), options.dispatcher);
  const callEngine = connectEngine(codedPort(clientSide), options.client);
  return { callEngine, dispatcher, close: () => clientSide.close() };
}

/** Only the calling side of `connectLoopback`. */
export function loopback(handlers: Partial<Handlers>): CallEngine {
  return connectLoopback(handlers).callEngine;
}
