/** The process that the program runs in, as far as it matters. */
export interface DesktopProcess {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Electron's folder of resources. */
  readonly resourcesPath?: string;
  cwd(): string;
  kill(pid: number, signal: 'SIGKILL'): unknown;
  on(event: 'uncaughtExceptionMonitor' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
}
