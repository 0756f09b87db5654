/* eslint-disable no-restricted-syntax -- Electron's own classes are emitters */
/** Runs in the child of a `UtilityProcessDouble`: gives it `process.parentPort` as Electron does, then its module. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { UtilityMessage } from './utility-messages.ts';

const send = (message: UtilityMessage): void => void process.send?.(message);

class ChildPort extends EventEmitter {
  readonly #portId: number;
  #waiting: unknown[] = [];
  #isStarted = false;

  constructor(portId: number) {
    super();
    this.#portId = portId;
  }

  postMessage(data: unknown): void {
    send({ kind: 'port-message', portId: this.#portId, data });
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) {
      this.emit('message', { data, ports: [] });
    }
  }

  close(): void {
    send({ kind: 'port-close', portId: this.#portId });
  }

  receive(data: unknown): void {
    if (this.#isStarted) {
      this.emit('message', { data, ports: [] });
    } else {
      this.#waiting.push(data);
    }
  }
}

const ports = new Map<number, ChildPort>();
const parent = new EventEmitter();
const early: unknown[] = [];
parent.on('newListener', (event: string) => {
  if (event === 'message') {
    // As Electron's: what came before there was a listener waits for it.
    queueMicrotask(() => early.splice(0).forEach((message) => parent.emit('message', message)));
  }
});
Object.assign(process, {
  parentPort: Object.assign(parent, {
    postMessage: (data: unknown) => send({ kind: 'message', data, portIds: [] }),
  }),
});

process.on('message', (message: UtilityMessage) => {
  switch (message.kind) {
    case 'message': {
      const own = message.portIds.map((portId) => {
        const port = new ChildPort(portId);
        ports.set(portId, port);
        return port;
      });
      const event = { data: message.data, ports: own };
      if (parent.listenerCount('message') > 0) {
        parent.emit('message', event);
      } else {
        early.push(event);
      }
      return;
    }
    case 'port-message':
      ports.get(message.portId)?.receive(message.data);
      return;
    case 'port-close':
      ports.get(message.portId)?.emit('close');
      ports.delete(message.portId);
  }
});
process.on('disconnect', () => process.exit(0));

await import(pathToFileURL(process.argv[2]!).href);
