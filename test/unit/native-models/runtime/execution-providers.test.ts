import { describe, expect, test } from 'vitest';
import { planProviders } from '../../../../native-models/runtime/execution-providers.ts';
import { relativeDifference } from '../../../../native-models/runtime/onnx-session.ts';
import { Tensor } from 'onnxruntime-node';

const auto = { preference: 'auto', skip: [] } as const;
const machine = (platform: NodeJS.Platform, ...supported: string[]) => ({ platform, supported, hasCudaLibrary: false });

describe('planProviders', () => {
  test('follows the order of the platform and ends with the processor', () => {
    expect(planProviders(auto, machine('win32', 'cpu', 'dml', 'webgpu')).order).toEqual(['dml', 'webgpu', 'cpu']);
    expect(planProviders(auto, machine('darwin', 'cpu', 'coreml', 'webgpu')).order).toEqual([
      'coreml',
      'webgpu',
      'cpu',
    ]);
    expect(planProviders(auto, machine('freebsd', 'cpu')).order).toEqual(['cpu']);
  });

  test('tries CUDA only where its library lies beside the runtime', () => {
    const linux = machine('linux', 'cpu', 'webgpu', 'cuda');
    expect(planProviders(auto, { ...linux, hasCudaLibrary: true }).order).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(planProviders(auto, linux)).toEqual({
      order: ['webgpu', 'cpu'],
      failures: [{ provider: 'cuda', reason: 'its library is not installed' }],
    });
  });

  test('leaves out what is known to crash, with its reason, and what the runtime does not have', () => {
    const skip = [{ provider: 'dml', reason: 'it crashed' }] as const;
    expect(planProviders({ preference: 'auto', skip }, machine('win32', 'cpu', 'dml'))).toEqual({
      order: ['cpu'],
      failures: [
        { provider: 'dml', reason: 'it crashed' },
        { provider: 'webgpu', reason: 'not part of onnxruntime on this system' },
      ],
    });
  });

  test('never leaves out the processor, and takes a wish before it', () => {
    const skip = [{ provider: 'cpu', reason: 'it crashed' }] as const;
    expect(planProviders({ preference: 'cpu', skip }, machine('linux', 'cpu')).order).toEqual(['cpu']);
    expect(planProviders({ preference: 'webgpu', skip: [] }, machine('linux', 'cpu', 'webgpu')).order).toEqual([
      'webgpu',
      'cpu',
    ]);
  });
});

describe('relativeDifference', () => {
  const tensor = (...values: number[]) => new Tensor('float32', Float32Array.from(values), [values.length]);

  test('is the largest difference over the largest value', () => {
    expect(relativeDifference(tensor(1, -4, 2), tensor(1, -4, 2.4))).toBeCloseTo(0.1);
    expect(relativeDifference(tensor(0, 0), tensor(0, 0))).toBe(0);
  });

  test('is not a number when something is not finite, missing or of another length', () => {
    expect(relativeDifference(tensor(1, 2), tensor(1, NaN))).toBeNaN();
    expect(relativeDifference(tensor(1, 2), tensor(1))).toBeNaN();
    expect(relativeDifference(tensor(1, 2), undefined)).toBeNaN();
  });
});
