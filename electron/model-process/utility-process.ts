/**
 * Entry of an inference process in Electron (a utilityProcess); `main.ts` is the twin for plain Node. Main sends one
 * message with a port to the engine; everything else passes over that port.
 */
import { setPriority } from 'node:os';
import { z } from 'zod';
import { parentPortOf } from '../engine-process/electron-port.ts';
import { AcknowledgedSender } from './acknowledged-sender.ts';
import { InferenceService } from './inference-service.ts';

const joinSchema = z.object({ kind: z.literal('join'), nice: z.int().min(0).max(19) });

const parentPort = parentPortOf(process);
const log = (line: string): void => void process.stderr.write(`${line}\n`);
if (parentPort === null) {
  log('This process is started by the desktop program and has no use on its own.');
  process.exit(2);
}

let isJoined = false;
parentPort.on('message', ({ data, ports: [port] }) => {
  const join = joinSchema.safeParse(data);
  if (!join.success || port === undefined || isJoined) {
    return;
  }
  isJoined = true;
  lowerPriority(join.data.nice);
  const sender = new AcknowledgedSender((message) => port.postMessage(message));
  const service = new InferenceService({ log, send: (message) => sender.send(message) });
  port.on('message', ({ data: message }) => {
    if (!sender.takeAcknowledgement(message)) {
      service.receive(message);
    }
  });
  // The engine has gone, and nobody else knows of this process.
  port.on('close', () => process.exit(0));
  port.start();
});

/** Before any session is opened, so that the threads which it makes inherit it. */
function lowerPriority(nice: number): void {
  try {
    setPriority(nice);
  } catch (error) {
    log(`the priority stays as it is: ${error instanceof Error ? error.message : String(error)}`);
  }
}
