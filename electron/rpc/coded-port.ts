import { decodeMessage, encodeMessage } from './codec.ts';
import type { BytePort, Port } from './port.ts';

/** A transport of bytes as a port of messages. What cannot be decoded arrives as something that fits no schema. */
export function codedPort<Outgoing>(transport: BytePort): Port<Outgoing> {
  return {
    send: (message) => transport.send(encodeMessage(message)),
    onMessage: (listener) => transport.onBytes((bytes) => listener(decodeOrSay(bytes))),
    onClose: (listener) => transport.onClose(listener),
    close: () => transport.close(),
  };
}

/** The receiver counts messages that fit no schema, and closes the port when there is a flood of them. */
function decodeOrSay(bytes: Uint8Array): unknown {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    return { undecodable: error instanceof Error ? error.message : String(error) };
  }
}
