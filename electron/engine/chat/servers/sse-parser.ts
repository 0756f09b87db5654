import { EngineError } from '../../../contract/errors.ts';

export interface ServerSentEvent {
  /** `message` unless the server names it. */
  readonly event: string;
  /** All its `data` lines, joined by line feeds. */
  readonly data: string;
}

const longestLine = 4_000_000;

/**
 * Server-sent events (WHATWG HTML, "Interpreting an event stream") out of bytes that may be cut anywhere: inside a
 * character, a line end or a field's name. Comments, `id` and `retry` are passed over; what no blank line ended is given
 * by `finish`, because some servers close right behind the last line. Throws EngineError `server-stream` for what is no
 * UTF-8 or a line without end.
 */
export class SseParser {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #rest = '';
  #event = '';
  #data: string[] = [];
  /** The last piece ended with a carriage return: a line feed that begins the next one belongs to it. */
  #isAfterReturn = false;

  push(bytes: Uint8Array): ServerSentEvent[] {
    return this.#read(this.#decode(bytes, true));
  }

  finish(): ServerSentEvent[] {
    const events = this.#read(this.#decode(new Uint8Array(), false));
    if (this.#rest !== '') this.#line(this.#rest, events);
    this.#rest = '';
    this.#end(events);
    return events;
  }

  #decode(bytes: Uint8Array, isMore: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream: isMore });
    } catch (cause) {
      throw new EngineError('server-stream', 'The answer is no text.', { cause, details: { reason: 'not-utf-8' } });
    }
  }

  #read(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    let from = this.#isAfterReturn && text.startsWith('\n') ? 1 : 0;
    if (text !== '') this.#isAfterReturn = text.endsWith('\r');
    const ends = /\r\n|\r|\n/g;
    ends.lastIndex = from;
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      this.#line(this.#rest + text.slice(from, end.index), events);
      this.#rest = '';
      from = ends.lastIndex;
    }
    this.#rest += text.slice(from);
    if (this.#rest.length > longestLine) {
      throw new EngineError('server-stream', 'A line of the answer never ends.', {
        details: { reason: 'endless-line' },
      });
    }
    return events;
  }

  #line(line: string, events: ServerSentEvent[]): void {
    if (line === '') {
      this.#end(events);
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    // llama.cpp once said what went wrong in a field of this name.
    else if (field === 'error') {
      this.#event = 'error';
      this.#data.push(value);
    }
  }

  #end(events: ServerSentEvent[]): void {
    if (this.#data.length > 0) {
      events.push({ event: this.#event === '' ? 'message' : this.#event, data: this.#data.join('\n') });
    }
    this.#data = [];
    this.#event = '';
  }
}
