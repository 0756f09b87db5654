import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { Handlers } from '../../electron/contract/index.ts';
import { startServer, type RunningServer } from '../../electron/cli/serve/start-server.ts';
import type { LibraryFileSource } from '../../electron/media-response/find-library-file.ts';
import type { ServedEngine } from '../../electron/cli/serve/served-engine.ts';
import { silentLogger } from '../../electron/engine/base/surroundings.ts';
import { handlersWith } from './loopback.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Ask {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A folder with one video of `videoBytes`, one picture and a built page, served with the handlers of a test. */
export class ServedFixture {
  readonly folder: string;
  readonly server: RunningServer;
  readonly videoBytes: Buffer;

  private constructor(folder: string, server: RunningServer, videoBytes: Buffer) {
    this.folder = folder;
    this.server = server;
    this.videoBytes = videoBytes;
  }

  static async start(handlers: Partial<Handlers> = {}, port: number | null = 0): Promise<ServedFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'timecue-serve-'));
    const videoBytes = Buffer.alloc(4_000_000, 'timecue');
    const interfaceFolder = join(folder, 'page');
    const footage = join(folder, 'footage');
    await mkdir(join(interfaceFolder, 'assets'), { recursive: true });
    await mkdir(footage);
    await writeFile(join(interfaceFolder, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(interfaceFolder, 'assets', 'app-1.js'), 'export {};');
    await writeFile(join(interfaceFolder, 'secret.txt'), 'not a page');
    await writeFile(join(footage, 'clip.mp4'), videoBytes);
    await writeFile(join(footage, 'poster.jpg'), 'jpeg');
    await writeFile(join(footage, 'e1.csv'), 'a,b\r\n');
    // More than fits into the buffers of a connection; it takes no room on the disk.
    await writeFile(join(footage, 'long.mp4'), '');
    await truncate(join(footage, 'long.mp4'), 256 * 1024 * 1024);
    await writeFile(join(folder, 'outside.mp4'), 'outside');
    const engine = fixtureEngine(folder, footage, handlersWith(handlers));
    const server = await startServer({ engine, port, interfaceFolder, logger: silentLogger });
    return new ServedFixture(folder, server, videoBytes);
  }

  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  get token(): string {
    return this.server.url.split('#token=')[1]!;
  }

  ask({ path, method = 'GET', headers = {}, body }: Ask): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const options = { host: '127.0.0.1', port: this.server.port, path, method, headers: { ...length, ...headers } };
      const sent = request({ ...options, agent: false, setHost: !('Host' in headers) }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  redeem(token: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    return this.ask({
      path: '/session',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.origin, ...headers },
      body: JSON.stringify({ token }),
    });
  }

  /** Exchanges the token; the value for the Cookie header. */
  async cookie(): Promise<string> {
    const { headers } = await this.redeem(this.token);
    return headers['set-cookie']![0]!.split(';')[0]!;
  }

  /** An open WebSocket, or the status with which it was refused. */
  socket(headers: Readonly<Record<string, string>>, path = '/rpc'): Promise<WebSocket | number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${this.host}${path}`, { headers });
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (sent, response) => {
        sent.destroy();
        resolve(response.statusCode!);
      });
      socket.on('error', reject);
    });
  }

  async end(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true });
  }
}

function fixtureEngine(folder: string, footage: string, handlers: Handlers): ServedEngine {
  const files: Readonly<Record<string, string>> = {
    v1: join(footage, 'clip.mp4'),
    long: join(footage, 'long.mp4'),
    outside: join(folder, 'outside.mp4'),
    offline: join(footage, 'gone.mp4'),
  };
  const exports = new Map([
    ['e1', { path: join(footage, 'e1.csv'), allowedRoots: [footage], downloadName: 'größe "1".csv' }],
  ]);
  return {
    handlers,
    mediaFile: async (videoId) => {
      const path = files[videoId];
      return path === undefined ? null : { path, allowedRoots: [footage] };
    },
    pictureFile: async (kind, videoId, seconds) =>
      videoId === 'v1' && (kind === 'sprite' || seconds === 1.5)
        ? { path: join(footage, 'poster.jpg'), allowedRoots: [footage] }
        : null,
    proxyFile: (videoId) => (videoId === 'v1' ? { path: files['v1']!, allowedRoots: [footage] } : null),
    exportFile: (exportId) => exports.get(exportId) ?? null,
    forgetExport: (exportId) => void exports.delete(exportId),
  };
}

/** An engine without a file. */
export const noLibraryFiles: LibraryFileSource = {
  mediaFile: () => null,
  pictureFile: () => null,
  proxyFile: () => null,
  exportFile: () => null,
  forgetExport: () => {},
};
