import { CloseEvent } from '../../electron/rpc/close-event.ts';
import type { Port } from '../../electron/rpc/port.ts';

/** A port whose other side is the test: what was sent is kept, and any message can be made to arrive. */
export class RecordingPort<Outgoing> implements Port<Outgoing> {
  readonly sent: Outgoing[] = [];
  readonly closed = new CloseEvent();
  #listener: (message: unknown) => void = () => {};

  send(message: Outgoing): void {
    this.sent.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }

  onClose(listener: () => void): void {
    this.closed.listen(listener);
  }

  close(): void {
    this.closed.happen();
  }

  arrive(message: unknown): void {
    this.#listener(message);
  }
}
