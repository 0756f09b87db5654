import { describe, expect, test } from 'vitest';
import { findDemoEncoder } from '../../../../../electron/engine/demo/demo-encoder.ts';

const { signal } = new AbortController();

describe('findDemoEncoder', () => {
  test('takes the first encoder that the build has', async () => {
    const tried: string[] = [];
    const codec = await findDemoEncoder(async (ffmpegArguments) => {
      const name = ffmpegArguments[ffmpegArguments.indexOf('-c:v') + 1]!;
      tried.push(name);
      if (name !== 'libopenh264') {
        throw new Error(`Unknown encoder '${name}'`);
      }
    }, signal);

    expect(codec.slice(0, 2)).toEqual(['-c:v', 'libopenh264']);
    expect(tried).toEqual(['libx264', 'libopenh264']);
  });

  test('says so when there is none, with the last reason', async () => {
    const failing = () => Promise.reject(new Error('Unknown encoder'));

    await expect(findDemoEncoder(failing, signal)).rejects.toMatchObject({
      code: 'tool-missing',
      cause: { message: 'Unknown encoder' },
    });
  });

  test('does not try the next when it is stopped', async () => {
    let runCount = 0;
    const stopped = () => {
      runCount += 1;
      return Promise.reject(new DOMException('stopped', 'AbortError'));
    };

    await expect(findDemoEncoder(stopped, signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(runCount).toBe(1);
  });
});
