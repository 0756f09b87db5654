import type { LogFields, Logger } from '../engine/base/surroundings.ts';
import type { FromEngine } from './protocol.ts';

const maxProblemLength = 8000;

/** The engine's log goes to main, which keeps the files. */
export function processLogger(send: (message: FromEngine) => void): Logger {
  const write = (level: 'debug' | 'info' | 'warn', event: string, fields: LogFields = {}): void =>
    send({ kind: 'log', level, event, problem: null, fields });
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, error, fields = {}) =>
      send({ kind: 'log', level: 'error', event, problem: problemOf(error), fields }),
  };
}

function problemOf(error: unknown): string {
  return (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, maxProblemLength);
}
