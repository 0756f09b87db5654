import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { InferenceHost } from '../../../../../electron/engine/inference/inference-host.ts';
import { createObjectDetector } from '../../../../../electron/engine/inference/object-detector.ts';
import type { FromProcess, ToProcess } from '../../../../../electron/engine/inference/protocol.ts';
import type { RoleSettings } from '../../../../../electron/engine/inference/role-process.ts';
import type { InferenceRole } from '../../../../../native-models/api/inference-process.ts';
import { findCard } from '../../../../../native-models/catalog/catalog.ts';
import { FakeInferencePort } from '../../../../helpers/fake-inference-port.ts';

const card = findCard('yolox-nano')!;
const input = { pixels: new Uint8Array(3 * 416 * 416), contentWidth: 416, contentHeight: 234 };
const live = () => ({ signal: new AbortController().signal });
const found = { className: 'person', score: 0.9, box: { x: 0, y: 0, width: 1, height: 1 } };

const answerTo = (id: number, rssBytes = 1000): FromProcess => ({
  kind: 'detections',
  id,
  detections: [{ ...found, score: id / 1000 }],
  runMs: 10,
  rssBytes,
});

/** Answers everything at once. */
const willing = (message: ToProcess, port: FakeInferencePort): void => {
  if (message.kind === 'configure') {
    port.say({ kind: 'ready' });
  } else if (message.kind === 'detect') {
    port.say(answerTo(message.id));
  }
};

/** Is ready and then says nothing. */
const silent = (message: ToProcess, port: FakeInferencePort): void => {
  if (message.kind === 'configure') {
    port.say({ kind: 'ready' });
  }
};

let modelFolder: string;
let ports: FakeInferencePort[];
let roles: InferenceRole[];
let host: InferenceHost;

function hostWith(behaviours: readonly (typeof willing | 'refuse')[], settings: Partial<RoleSettings> = {}) {
  host = new InferenceHost({
    spawnInference: (role) => {
      const behaviour = behaviours[Math.min(ports.length, behaviours.length - 1)]!;
      roles.push(role);
      if (behaviour === 'refuse') {
        ports.push(new FakeInferencePort());
        throw new Error('EAGAIN');
      }
      const port = new FakeInferencePort(behaviour);
      ports.push(port);
      return port;
    },
    modelFolder,
    logger: silentLogger,
    clock: systemClock,
    settings: { restartDelaysMs: [0, 1, 1], ...settings },
  });
  return host;
}

const detector = () => createObjectDetector(host, card);
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(async () => {
  modelFolder = await mkdtemp(join(tmpdir(), 'timecue-inference-'));
  ports = [];
  roles = [];
});

afterEach(async () => {
  await host.dispose();
  await rm(modelFolder, { recursive: true });
});

describe('InferenceHost', () => {
  test('starts a role’s process with its first request, and only that', async () => {
    hostWith([willing]);
    expect(host.describeDevices().map(({ state }) => state)).toEqual(['not-started', 'not-started', 'not-started']);
    await Promise.all([detector().detect(input, live()), detector().detect(input, live())]);
    expect(roles).toEqual(['background']);
    expect(ports[0]!.sent[0]).toMatchObject({ kind: 'configure', modelFolder, preference: 'auto', skip: [] });
    expect(host.describeDevices()[1]).toMatchObject({ state: 'running', runCount: 2, runsPerSecond: 100 });
  });

  test('gives each request its own answer, with two under way at a time', async () => {
    hostWith([silent]);
    const answers = [1, 2, 3].map(() => detector().detect(input, live()));
    await vi.waitFor(() => expect(ports[0]?.detectIds).toEqual([1, 2]));
    ports[0]!.say(answerTo(1));
    await vi.waitFor(() => expect(ports[0]!.detectIds).toEqual([1, 2, 3]));
    ports[0]!.say(answerTo(2));
    ports[0]!.say(answerTo(3));
    expect((await Promise.all(answers)).map(([detection]) => detection!.score)).toEqual([0.001, 0.002, 0.003]);
  });

  test('passes on what the process says about a failure', async () => {
    hostWith([
      (message, port) =>
        message.kind === 'detect'
          ? port.say({
              kind: 'failed',
              id: message.id,
              error: { code: 'model-missing', message: 'not there', details: {} },
            })
          : willing(message, port),
    ]);
    await expect(detector().detect(input, live())).rejects.toMatchObject({ code: 'model-missing' });
  });

  test('is not disturbed by a message that it does not understand', async () => {
    hostWith([
      (message, port) => {
        port.say({ kind: 'nonsense' });
        willing(message, port);
      },
    ]);
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
  });

  test('rejects at once when aborted, tells the process, and goes on with the next', async () => {
    hostWith([silent]);
    const controller = new AbortController();
    const first = detector().detect(input, { signal: controller.signal });
    const [second, third] = [detector().detect(input, live()), detector().detect(input, live())];
    await vi.waitFor(() => expect(ports[0]?.detectIds).toEqual([1, 2]));
    controller.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(ports[0]!.sent).toContainEqual({ kind: 'cancel', id: 1 });
    await vi.waitFor(() => expect(ports[0]!.detectIds).toEqual([1, 2, 3]));
    ports[0]!.say(answerTo(1));
    ports[0]!.say(answerTo(2));
    ports[0]!.say(answerTo(3));
    await expect(Promise.all([second, third])).resolves.toHaveLength(2);
    await expect(detector().detect(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('a process that dies', () => {
  test('is started again, and what it was at is tried once more', async () => {
    hostWith([silent, willing]);
    const answers = Promise.all([1, 2, 3].map(() => detector().detect(input, live())));
    await vi.waitFor(() => expect(ports[0]?.detectIds).toHaveLength(2));
    ports[0]!.die({ code: null, signal: 'SIGSEGV' });
    await expect(answers).resolves.toHaveLength(3);
    expect(ports[1]!.detectIds).toEqual([1, 2, 3]);
    expect(host.describeDevices()[1]).toMatchObject({ restartCount: 1 });
  });

  test('twice at the same request rejects that one and not those behind it', async () => {
    const dyingAtFirst = (message: ToProcess, port: FakeInferencePort) => {
      if (message.kind === 'detect' && message.id === 1) {
        port.die({ code: 134, signal: null });
      } else {
        willing(message, port);
      }
    };
    hostWith([dyingAtFirst]);
    const [first, second] = [detector().detect(input, live()), detector().detect(input, live())];
    await expect(first).rejects.toMatchObject({ code: 'model-failed', details: { how: 'exit code 134' } });
    await expect(second).resolves.toHaveLength(1);
    expect(ports).toHaveLength(3);
  });

  test('again and again is given up, and tried anew after a while', async () => {
    let nowMs = 0;
    const dying = (message: ToProcess, port: FakeInferencePort) => {
      if (message.kind === 'configure') {
        port.die({ code: 1, signal: null });
      }
    };
    hostWith([dying, dying, dying, dying, willing], { coolDownMs: 500 });
    vi.spyOn(systemClock, 'monotonicMs').mockImplementation(() => nowMs);
    await expect(detector().detect(input, live())).rejects.toMatchObject({ code: 'model-failed' });
    expect(ports).toHaveLength(4);
    expect(host.describeDevices()[1]!.state).toBe('given-up');
    await expect(detector().detect(input, live())).rejects.toMatchObject({ code: 'model-failed' });
    expect(ports).toHaveLength(4);
    nowMs = 501;
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    vi.restoreAllMocks();
  });

  test('now and then, with answers in between, is never given up', async () => {
    const dyingLater = (message: ToProcess, port: FakeInferencePort) => {
      willing(message, port);
      if (message.kind === 'detect') {
        port.die({ code: null, signal: 'SIGKILL' });
      }
    };
    hostWith([dyingLater]);
    for (let run = 0; run < 8; run += 1) {
      await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    }
    expect(ports).toHaveLength(8);
  });

  test('does not matter when the system first refuses to start one', async () => {
    hostWith(['refuse', willing]);
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
  });

  test('without work is not started again before there is some', async () => {
    hostWith([willing]);
    await detector().detect(input, live());
    ports[0]!.die({ code: 0, signal: null });
    await settle();
    expect(ports).toHaveLength(1);
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
  });

  test('is what a silent one becomes', async () => {
    hostWith([silent, willing], { answerTimeoutMs: 40 });
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    expect(ports[0]!.isKilled).toBe(true);
  });
});

describe('a provider that crashes its process', () => {
  const crashingIn = (message: ToProcess, port: FakeInferencePort) => {
    if (message.kind === 'configure' && message.skip.length > 0) {
      port.say({ kind: 'ready' });
    } else if (message.kind === 'detect' && port.sent[0]!.kind === 'configure' && port.sent[0]!.skip.length > 0) {
      port.say(answerTo(message.id));
    } else if (message.kind === 'detect') {
      port.say({ kind: 'attempting', provider: 'webgpu' });
      port.die({ code: null, signal: 'SIGSEGV' });
    } else {
      willing(message, port);
    }
  };

  test('is not tried by the next process, is not the request’s fault, and is remembered over restarts', async () => {
    hostWith([crashingIn]);
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    expect(ports).toHaveLength(2);
    const skip = [{ provider: 'webgpu', reason: 'it crashed (SIGSEGV)', cardId: null }];
    expect(ports[1]!.sent[0]).toMatchObject({ kind: 'configure', skip });
    await host.dispose();
    hostWith([crashingIn]);
    await detector().detect(input, live());
    expect(ports).toHaveLength(3);
    expect(ports[2]!.sent[0]).toMatchObject({ kind: 'configure', skip });
  });

  test('does not count against the request when the process dies at it once more', async () => {
    const dying = (message: ToProcess, port: FakeInferencePort) => {
      if (message.kind === 'detect') {
        port.die({ code: null, signal: 'SIGKILL' });
      } else {
        willing(message, port);
      }
    };
    hostWith([crashingIn, dying, willing]);
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    expect(ports).toHaveLength(3);
  });

  test('is tried again after a month, and when what was remembered cannot be read', async () => {
    const file = join(modelFolder, 'crashed-providers.json');
    hostWith([crashingIn]);
    await detector().detect(input, live());
    await host.dispose();
    const kept = JSON.parse(await readFile(file, 'utf8'));
    kept.crashes[0].atMs -= 31 * 24 * 3600 * 1000;
    for (const text of [JSON.stringify(kept), '{']) {
      await writeFile(file, text);
      const before = ports.length;
      hostWith([crashingIn]);
      await detector().detect(input, live());
      expect(ports.length - before).toBe(2);
      await host.dispose();
    }
  });

  test('that fails in an orderly way is left out for that model when the process is replaced', async () => {
    const report = { cardId: card.id, provider: 'cpu', threadCount: 1, loadMs: 5 } as const;
    const failures = [{ provider: 'webgpu', reason: 'No adapter' } as const];
    hostWith([
      (message, port) => {
        if (message.kind === 'detect') {
          port.say({ kind: 'attempting', provider: 'webgpu' });
          port.say({ kind: 'device', report: { ...report, failures } });
        }
        willing(message, port);
      },
    ]);
    await detector().detect(input, live());
    expect(host.describeDevices()[1]!.devices).toEqual([{ ...report, failures }]);
    ports[0]!.die({ code: null, signal: 'SIGKILL' });
    await detector().detect(input, live());
    expect(ports[1]!.sent[0]).toMatchObject({ skip: [{ provider: 'webgpu', reason: 'No adapter', cardId: card.id }] });
  });
});

describe('a process that grows', () => {
  test('is replaced without losing a request, and its level counts from after the first runs', async () => {
    let rssBytes = 100;
    const growing = (message: ToProcess, port: FakeInferencePort) => {
      if (message.kind === 'detect') {
        rssBytes += port.detectIds.length <= 5 ? 10_000 : 100;
        port.say(answerTo(message.id, rssBytes));
      } else {
        willing(message, port);
      }
    };
    hostWith([growing], { growthLimitBytes: 450 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => detector().detect(input, live())));
    expect(answers).toHaveLength(30);
    expect(ports.map(({ isKilled }) => isKilled)).toEqual([true, true, false]);
    expect(new Set(ports.flatMap(({ detectIds }) => detectIds)).size).toBe(30);
    expect(host.describeDevices()[1]).toMatchObject({ recycleCount: 2, restartCount: 0, runCount: 30 });
  });
});

describe('stopping', () => {
  test('ends one role at once and rejects its requests; the others go on', async () => {
    hostWith([silent]);
    const stopped = detector().detect(input, live());
    const waiting = createObjectDetector(host, card, 'interactive').detect(input, live());
    await vi.waitFor(() => expect(ports.map(({ detectIds }) => detectIds.length)).toEqual([1, 1]));
    await host.stop('background');
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(ports.map(({ isKilled }) => isKilled)).toEqual([true, false]);
    ports[1]!.say(answerTo(1));
    await expect(waiting).resolves.toHaveLength(1);
    expect(host.describeDevices()[1]!.state).toBe('not-started');
  });

  test('lets a stopped role be used again', async () => {
    hostWith([silent, willing]);
    detector()
      .detect(input, live())
      .catch(() => {});
    await vi.waitFor(() => expect(ports).toHaveLength(1));
    const stopping = host.stop('background');
    await expect(detector().detect(input, live())).resolves.toHaveLength(1);
    await stopping;
    expect(host.describeDevices()[1]).toMatchObject({ state: 'running', restartCount: 0 });
  });

  test('disposed, starts nothing and rejects what comes', async () => {
    hostWith([willing]);
    await host.dispose();
    await expect(detector().detect(input, live())).rejects.toMatchObject({ code: 'aborted' });
    expect(ports).toEqual([]);
  });
});

describe('createObjectDetector', () => {
  test('names model and input size, and refuses another input or another family', async () => {
    hostWith([willing]);
    expect(detector()).toMatchObject({ modelId: 'yolox-nano@1', inputSize: 416 });
    const small = { pixels: new Uint8Array(3 * 64 * 64), contentWidth: 64, contentHeight: 64 };
    await expect(detector().detect(small, live())).rejects.toThrow(/12288 bytes/);
    expect(() => createObjectDetector(host, findCard('silero-vad')!)).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
    expect(ports).toEqual([]);
  });
});

describe('another device that is preferred', () => {
  test('ends the processes that run, and the next request starts one with it', async () => {
    hostWith([willing]);
    await detector().detect(input, live());
    await host.prefer('webgpu');
    expect(ports[0]!.isKilled).toBe(true);

    await detector().detect(input, live());
    const configured = ports.map(({ sent }) => sent.find(({ kind }) => kind === 'configure'));
    expect(configured).toMatchObject([{ preference: 'auto' }, { preference: 'webgpu' }]);
  });

  test('that is the same as before leaves them alone', async () => {
    hostWith([willing]);
    await detector().detect(input, live());
    await host.prefer('auto');
    await detector().detect(input, live());
    expect([ports.length, ports[0]!.isKilled]).toEqual([1, false]);
  });
});
