import { spawn } from 'node:child_process';

export interface InstallRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const timeLimitMs = 15 * 60 * 1000;

/** Installs Debian's ffmpeg without asking anything. Rejects with the last lines of apt-get when it fails. */
export async function installWithApt(request: InstallRequest): Promise<void> {
  await aptGet(['update'], request);
  await aptGet(['install', '-y', '--no-install-recommends', 'ffmpeg'], request);
}

async function aptGet(args: readonly string[], { env, onLine, signal }: InstallRequest): Promise<void> {
  const lines: string[] = [];
  const child = spawn('apt-get', [...args], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeLimitMs,
    ...(signal ? { signal } : {}),
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        lines.push(line);
        lines.splice(0, lines.length - 10);
        onLine(line);
      }
    });
  }
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`apt-get ${args[0]} ended with ${code}: ${lines.join(' | ')}`));
      }
    });
  });
}
