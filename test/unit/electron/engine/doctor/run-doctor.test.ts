import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../../electron/contract/errors.ts';
import type { ModelSummary } from '../../../../../electron/contract/models.ts';
import { doctorCheckOf } from '../../../../../electron/engine/doctor/finding.ts';
import { runDoctor, type DoctorDeps } from '../../../../../electron/engine/doctor/run-doctor.ts';

const live = () => ({ signal: new AbortController().signal });
const detector: ModelSummary = {
  ...{ cardId: 'yolox-nano', title: 'YOLOX-nano', purpose: 'Finds things.', licence: 'Apache-2.0', sizeBytes: 1 },
  ...{ state: 'installed', channel: 'objects', installing: null, partialBytes: 0 },
};

function depsWith(over: Partial<DoctorDeps> = {}, state: ModelSummary['state'] = 'installed'): DoctorDeps {
  const libraryFolder = join(tmpdir(), 'timecue-of-nobody', 'library');
  return {
    paths: { libraryFolder } as DoctorDeps['paths'],
    machine: { coreCount: 2, memoryBytes: 8 * 2 ** 30 },
    models: { list: async () => [{ ...detector, state }], state: async () => state } as unknown as DoctorDeps['models'],
    inference: { load: vi.fn(async () => ({ provider: 'cpu', failures: [] })) as never },
    tools: async () =>
      ({ ffmpegPath: '/bin/ffmpeg', ffprobePath: '/bin/ffprobe', version: '7.1', source: 'path' }) as never,
    db: null,
    isNetworkOff: false,
    ...over,
  };
}

const checkOf = async (checkId: string, deps: DoctorDeps) =>
  (await runDoctor(deps, live())).find((finding) => finding.checkId === checkId)!;

describe('the check-up', () => {
  test('looks at everything in order and tells each thing as soon as it is known', async () => {
    const told: string[] = [];
    const findings = await runDoctor(depsWith(), { ...live(), onFinding: ({ checkId }) => told.push(checkId) });
    expect(told).toEqual(['system', 'machine', 'ffmpeg', 'disk', 'library', 'model', 'device', 'network']);
    expect(findings.map(({ checkId }) => checkId)).toEqual(told);
    expect(findings.every(({ state }) => state === 'ok')).toBe(true);
  });

  test('goes on where ffmpeg is missing, and says what would help', async () => {
    const tools = () => Promise.reject(new EngineError('tool-missing', 'Install ffmpeg.'));
    const findings = await runDoctor(depsWith({ tools }), live());
    expect(findings.find(({ checkId }) => checkId === 'ffmpeg')).toMatchObject({
      state: 'failed',
      advice: 'Install ffmpeg.',
    });
    expect(findings.at(-1)!.checkId).toBe('network');
  });

  test.each([
    ['missing', 'warning'],
    ['corrupt', 'failed'],
  ] as const)('names the command for a detector that is %s, and does not try to run it', async (state, severity) => {
    const deps = depsWith({}, state);
    expect(await checkOf('model', deps)).toMatchObject({
      state: severity,
      command: 'timecue models install yolox-nano',
    });
    expect((await checkOf('device', deps)).text).toMatch(/^not tried/);
    expect(deps.inference.load).not.toHaveBeenCalled();
  });

  test('tells what the detector runs on, and what was tried before in vain', async () => {
    const load = async () => ({ provider: 'cpu', failures: [{ provider: 'webgpu', reason: 'no adapter' }] });
    expect((await checkOf('device', depsWith({ inference: { load: load as never } }))).text).toBe(
      'yolox-nano runs on cpu (not webgpu: no adapter)',
    );
  });

  test('tells a detector that does not run', async () => {
    const load = () => Promise.reject(new EngineError('model-failed', 'It crashed.'));
    expect(await checkOf('device', depsWith({ inference: { load } }))).toMatchObject({
      state: 'failed',
      text: 'It crashed.',
    });
  });

  test('says that nothing is fetched while the network is off', async () => {
    expect((await checkOf('network', depsWith({ isNetworkOff: true }))).text).toContain('nothing is fetched');
  });

  test('rejects when it is stopped, and looks no further', async () => {
    const controller = new AbortController();
    const onFinding = vi.fn(() => controller.abort());
    const run = runDoctor(depsWith(), { signal: controller.signal, onFinding });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(onFinding).toHaveBeenCalledOnce();
  });
});

test('the page gets what is wrong with what would help, models each under an id of their own', () => {
  const finding = { checkId: 'model', state: 'warning', title: 'T', text: 'missing', command: 'c' } as const;
  expect(doctorCheckOf({ ...finding, advice: 'Install it.' }, 5)).toEqual({
    ...{ checkId: 'model-5', state: 'warning', title: 'T', text: 'missing Install it.' },
  });
});
