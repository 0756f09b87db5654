import type { ChoiceKind, ExternalLink, HostCapabilities } from '../../contract/host.ts';

/** What the host asks of the page; paths become places before they reach it. */
export type HostWish =
  | { readonly kind: 'command'; readonly commandId: string }
  | { readonly kind: 'paths'; readonly paths: readonly string[] };

/**
 * The program around one window or browser page. Absolute paths are fine here: the engine turns them into places.
 * What a host cannot do throws EngineError `unsupported`, and its capabilities say so beforehand.
 */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  readonly platform: 'linux' | 'mac' | 'windows';
  readonly version: string;
  readonly capabilities: HostCapabilities;
  /** Shows a native dialog; empty when the person thought better of it. */
  choose(what: ChoiceKind, signal: AbortSignal): Promise<readonly string[]>;
  reveal(path: string): Promise<void>;
  dragOut(path: string): Promise<void>;
  openLogs(): Promise<void>;
  openLink(link: ExternalLink): Promise<void>;
  licences(): Promise<string>;
  /** Returns how to stop listening. */
  onWish(listener: (wish: HostWish) => void): () => void;
}
