/**
 * Entry of an inference process: the only code that holds ONNX sessions. It speaks over the channel of
 * `child_process.fork`, and ends when that closes, so that it never outlives the engine.
 */
import { InferenceService } from './inference-service.ts';

const log = (line: string): void => void process.stderr.write(`${line}\n`);

if (process.send === undefined) {
  log('This process is started by the engine and has no use on its own.');
  process.exit(2);
}

const service = new InferenceService({
  log,
  send: (message) =>
    new Promise((resolve) => {
      // A channel that closed meanwhile ends the process through 'disconnect'; there is nobody left to tell.
      process.send?.(message, undefined, {}, () => resolve());
    }),
});

process.on('message', (message) => service.receive(message));
process.on('disconnect', () => process.exit(0));
// The terminal's Ctrl+C reaches the whole group; the engine decides when its processes end.
process.on('SIGINT', () => {});
