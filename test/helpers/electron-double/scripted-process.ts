import { EventEmitter } from 'node:events';
import type { UtilityProcess } from '../../../electron/main/electron-api.ts';
import type { ElectronPort } from '../../../electron/engine-process/electron-port.ts';
import { handOn, type PortDouble } from './port-double.ts';

/** A utility process that a test speaks for: it keeps what it is told and does nothing by itself. */
export class ScriptedProcess implements UtilityProcess {
  readonly pid: number | undefined = undefined;
  readonly stdout = null;
  readonly stderr = null;
  readonly received: {
    readonly data: { readonly kind: string } & Record<string, unknown>;
    readonly ports: PortDouble[];
  }[] = [];
  readonly #events = new EventEmitter();
  isKilled = false;

  postMessage(message: unknown, transfer: ElectronPort[] = []): void {
    this.received.push({ data: structuredClone(message) as never, ports: handOn(transfer) });
  }

  kill(): boolean {
    this.isKilled = true;
    this.end(1);
    return true;
  }

  on(event: string, listener: (...values: never[]) => void): this {
    this.#events.on(event, listener as () => void);
    return this;
  }

  /** Says something to main. */
  say(message: unknown): void {
    this.#events.emit('message', structuredClone(message));
  }

  end(code: number): void {
    this.#events.emit('exit', code);
  }

  kinds(): string[] {
    return this.received.map(({ data }) => data.kind);
  }
}
