import { EventEmitter } from 'node:events';
import type { ElectronPort, PortEvent } from '../../../electron/engine-process/electron-port.ts';

interface Letter {
  readonly data: unknown;
  readonly ports: readonly PortDouble[];
}

/**
 * One end of a channel as Electron's MessagePortMain is: messages are copied, arrive in a later turn, wait until
 * `start`, and closing either end tells both. A port that was handed on is of no use to its old owner.
 */
export class PortDouble implements ElectronPort {
  #events = new EventEmitter();
  #peer: PortDouble | null = null;
  #waiting: Letter[] = [];
  #isStarted = false;
  #isClosed = false;
  #isHandedOn = false;

  static pair(): [PortDouble, PortDouble] {
    const [one, other] = [new PortDouble(), new PortDouble()];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  postMessage(message: unknown, transfer: readonly ElectronPort[] = []): void {
    this.#requireOwned();
    const letter = { data: structuredClone(message), ports: handOn(transfer) };
    queueMicrotask(() => this.#peer?.receive(letter));
  }

  on(event: 'message', listener: (event: PortEvent) => void): this;
  on(event: 'close', listener: () => void): this;
  on(event: string, listener: (event: PortEvent) => void): this {
    this.#events.on(event, listener);
    return this;
  }

  start(): void {
    this.#requireOwned();
    this.#isStarted = true;
    for (const letter of this.#waiting.splice(0)) {
      this.#events.emit('message', letter);
    }
  }

  close(): void {
    queueMicrotask(() => {
      this.end();
      this.#peer?.end();
    });
  }

  /** The same end under a new owner. */
  handOn(): PortDouble {
    this.#requireOwned();
    this.#isHandedOn = true;
    const heir = new PortDouble();
    heir.#peer = this.#peer;
    heir.#waiting = this.#waiting;
    heir.#isClosed = this.#isClosed;
    if (this.#peer !== null) {
      this.#peer.#peer = heir;
    }
    return heir;
  }

  receive(letter: Letter): void {
    if (this.#isClosed) {
      return;
    }
    if (this.#isStarted) {
      this.#events.emit('message', letter);
    } else {
      this.#waiting.push(letter);
    }
  }

  end(): void {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#events.emit('close');
    }
  }

  #requireOwned(): void {
    if (this.#isHandedOn) {
      throw new Error('This port was transferred and belongs to somebody else.');
    }
  }
}

export function handOn(ports: readonly ElectronPort[]): PortDouble[] {
  return ports.map((port) => {
    if (!(port instanceof PortDouble)) {
      throw new TypeError('Only ports can be transferred.');
    }
    return port.handOn();
  });
}

/** As Electron's MessageChannelMain. */
export class ChannelDouble {
  readonly port1: PortDouble;
  readonly port2: PortDouble;

  constructor() {
    [this.port1, this.port2] = PortDouble.pair();
  }
}
