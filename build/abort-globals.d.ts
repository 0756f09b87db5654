// What both Node and the browser have, for the world that is neither: `contract` and `rpc`.
interface EventListenerLike {
  (event: unknown): void;
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: EventListenerLike, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: EventListenerLike): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
declare function queueMicrotask(callback: () => void): void;
interface TimerHandle {
  readonly timer: unique symbol;
}
declare function setTimeout(callback: () => void, delayMs: number): TimerHandle;
declare function clearTimeout(handle: TimerHandle | undefined): void;
