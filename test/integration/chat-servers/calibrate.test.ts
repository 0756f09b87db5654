import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemorySecrets } from '../../../electron/engine/base/secret-store.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { createSendRequest } from '../../../electron/engine/chat/servers/http-exchange.ts';
import { ServerService } from '../../../electron/engine/chat/servers/server-service.ts';
import { ServerStore } from '../../../electron/engine/chat/servers/server-store.ts';
import { ChatServerDouble } from '../../helpers/chat-server-double/chat-server-double.ts';
import { filesOf, type CheckedPart, type CheckedRequest } from '../../helpers/chat-server-double/protocols.ts';
import { tools } from '../media/numbered-clip.ts';

const never = new AbortController().signal;
let double: ChatServerDouble;
let service: ServerService;

beforeEach(async () => {
  double = await ChatServerDouble.start('llama-cpp');
  service = new ServerService({
    ...{ store: new ServerStore({ file: null, logger: silentLogger }), secrets: createMemorySecrets() },
    ...{ send: createSendRequest({}), isNetworkOff: () => false, clock: systemClock, logger: silentLogger },
    tools: async () => tools,
  });
});
afterEach(() => double.stop());

/** Looks at the pictures it is sent, and names the times beside those that show the box it is asked for by `clock`. */
function watcher(clock: (seconds: number) => number) {
  return ({ messages }: CheckedRequest): string => {
    const parts = messages[0]!.content as readonly CheckedPart[];
    const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    const colour = /(red|blue|green|yellow) box/.exec(texts.join(' '))![1]!;
    const times = texts.flatMap((text) => (/^[\d.]+ s:$/.test(text) ? [Number.parseFloat(text)] : []));
    const jpegs = parts.flatMap((part) => (part.type === 'image_url' ? filesOf(part.image_url.url) : []));
    const arguments_ = ['-v', 'error', '-f', 'mjpeg', '-i', '-', '-vf', 'crop=iw/8:ih/8,scale=1:1', '-f', 'rawvideo'];
    const pixels = execFileSync(tools.ffmpegPath, [...arguments_, '-pix_fmt', 'rgb24', '-'], {
      input: Buffer.concat(jpegs),
    });
    const shown = times.filter((_, index) => colourOf(pixels.subarray(3 * index, 3 * index + 3)) === colour);
    return `<answer>${clock(shown[0]!).toFixed(2)} to ${clock(shown.at(-1)! + 1).toFixed(2)}</answer>`;
  };
}

function colourOf(pixel: Buffer): string {
  const [red, green, blue] = Array.from(pixel, (value) => value > 180) as [boolean, boolean, boolean];
  return red ? (green ? (blue ? 'white' : 'yellow') : 'red') : green ? 'green' : blue ? 'blue' : 'grey';
}

test('a model that names times in another measure is measured, and its map goes with it', async () => {
  double.play({ kind: 'reply', reply: watcher((seconds) => seconds / 1.25 - 0.4) });
  const { serverId } = await service.add({ address: double.base }, never);
  const doneCounts: number[] = [];
  const onProgress = ({ doneCount }: { doneCount: number }) => doneCounts.push(doneCount);
  const calibration = await service.calibrate({ serverId, model: double.model }, onProgress, never);
  expect(double.problems).toEqual([]);
  expect(doneCounts).toEqual([0, 1, 2, 3, 4]);
  expect(calibration).toMatchObject({ state: 'fitted', eventCount: 4 });
  const { capabilities } = await service.open({ kind: 'server', address: double.base, model: double.model }, never);
  expect(capabilities.timeMap!.scale).toBeCloseTo(1.25, 2);
  expect(capabilities.timeMap!.offsetSeconds).toBeCloseTo(0.5, 1);
  expect((await service.list())[0]!.models[0]!.calibration).toEqual(calibration);
});

test('a model whose times mean nothing is found out, and one that the person does not want measured is left alone', async () => {
  double.play({ kind: 'reply', reply: () => '<answer>5.00 to 10.00</answer>' });
  const { serverId } = await service.add({ address: double.base }, never);
  const calibration = await service.calibrate({ serverId, model: double.model }, () => {}, never);
  expect(calibration).toMatchObject({ state: 'unfit', foundCount: 4 });
  const { capabilities } = await service.open({ kind: 'server', address: double.base, model: double.model }, never);
  expect(capabilities.timeMap).toBeUndefined();
  await service.declineCalibration(serverId, double.model);
  expect((await service.test(serverId, never)).models[0]!.calibration).toEqual({ state: 'declined' });
});
