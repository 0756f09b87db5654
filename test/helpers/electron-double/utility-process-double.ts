import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions } from 'electron';
import type { UtilityProcess } from '../../../electron/main/electron-api.ts';
import type { ElectronPort } from '../../../electron/engine-process/electron-port.ts';
import { handOn, type PortDouble } from './port-double.ts';
import type { UtilityMessage } from './utility-messages.ts';

const childEntry = fileURLToPath(new URL('./utility-child.ts', import.meta.url));

/** A utility process as a real process of Node, whose ports are carried over its channel. */
export class UtilityProcessDouble implements UtilityProcess {
  readonly file: string;
  readonly options: ForkOptions;
  readonly #events = new EventEmitter();
  readonly #ports = new Map<number, PortDouble>();
  readonly #child: ChildProcess;
  #lastPortId = 0;

  constructor(file: string, args: readonly string[], options: ForkOptions) {
    this.file = file;
    this.options = options;
    this.#child = fork(childEntry, [file, ...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.execArgv ?? [])],
    });
    this.#child.on('message', (message: UtilityMessage) => this.#receive(message));
    this.#child.on('exit', (code) => {
      for (const port of this.#ports.values()) {
        port.close();
      }
      this.#events.emit('exit', code ?? 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: ElectronPort[] = []): void {
    const portIds = handOn(transfer).map((port) => this.#carry(port));
    this.#send({ kind: 'message', data: message, portIds });
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  on(event: 'message', listener: (message: unknown) => void): this;
  on(event: 'exit', listener: (code: number) => void): this;
  on(event: string, listener: (...values: never[]) => void): this {
    this.#events.on(event, listener as () => void);
    return this;
  }

  #carry(port: PortDouble): number {
    const portId = (this.#lastPortId += 1);
    this.#ports.set(portId, port);
    port.on('message', ({ data }) => this.#send({ kind: 'port-message', portId, data }));
    port.on('close', () => this.#send({ kind: 'port-close', portId }));
    port.start();
    return portId;
  }

  #send(message: UtilityMessage): void {
    if (this.#child.connected) {
      this.#child.send(message, () => {});
    }
  }

  #receive(message: UtilityMessage): void {
    switch (message.kind) {
      case 'message':
        this.#events.emit('message', message.data);
        return;
      case 'port-message':
        this.#ports.get(message.portId)?.postMessage(message.data);
        return;
      case 'port-close':
        this.#ports.get(message.portId)?.close();
    }
  }
}
