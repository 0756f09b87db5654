import type { TargetAnswer, TrackingModelParameters } from '../../api/tracking-model.ts';
import { createSession, loadRuntime, type OnnxSession, type SessionOptions } from '../../runtime/onnx-session.ts';

/** Cells along a side of a template's features. */
const templateCells = 8;
const searchCells = 16;
const providerTolerance = 0.02;

/** A NanoTrack that is loaded. One call at a time. */
export interface NanotrackModel {
  readonly session: Pick<OnnxSession, 'provider' | 'failures'>;
  embed(pixels: Uint8Array): Promise<Float32Array>;
  locate(features: Float32Array, pixels: Uint8Array): Promise<TargetAnswer>;
  dispose(): Promise<void>;
}

/** Opens backbone and head; throws what onnxruntime throws when no provider does, or `RangeError` for foreign graphs. */
export async function openNanotrack(
  [backboneFile, headFile]: readonly [string, string],
  parameters: TrackingModelParameters,
  options: Omit<SessionOptions, 'trial'>,
): Promise<NanotrackModel> {
  const { Tensor } = await loadRuntime();
  const { templateSize, searchSize, featureCount, scoreSize } = parameters;
  const picture = (pixels: ArrayLike<number>, size: number) =>
    new Tensor('float32', Float32Array.from(pixels), [1, 3, size, size]);
  const trial = {
    feeds: async () => ({ input: picture(trialPicture(3 * templateSize ** 2), templateSize) }),
    tolerance: providerTolerance,
  };
  const backbone = await createSession(backboneFile, { ...options, trial });
  // Where the backbone runs the head runs too: it is the same few operators.
  const head = await createSession(headFile, options).catch(async (error: unknown) => {
    await backbone.dispose();
    throw error;
  });
  const featuresOf = async (pixels: Uint8Array, size: number) => {
    const output = (await backbone.run({ input: picture(pixels, size) }))['output']?.data;
    return floats(output, 'output');
  };
  return {
    session: backbone,
    embed: (pixels) => featuresOf(pixels, templateSize),
    async locate(features, pixels) {
      const window = await featuresOf(pixels, searchSize);
      const answer = await head.run({
        input1: new Tensor('float32', features, [1, featureCount, templateCells, templateCells]),
        input2: new Tensor('float32', window, [1, featureCount, searchCells, searchCells]),
      });
      const scores = floats(answer['output1']?.data, 'output1');
      const reaches = floats(answer['output2']?.data, 'output2');
      if (scores.length !== 2 * scoreSize ** 2 || reaches.length !== 4 * scoreSize ** 2) {
        throw new RangeError(`The head does not answer for ${String(scoreSize)}² places.`);
      }
      return { size: scoreSize, scores, reaches };
    },
    async dispose() {
      await backbone.dispose();
      await head.dispose();
    },
  };
}

function floats(data: unknown, name: string): Float32Array {
  if (!(data instanceof Float32Array)) {
    throw new RangeError(`The output "${name}" is no float32 tensor.`);
  }
  return data;
}

/** Something with edges in it, the same each time. */
function trialPicture(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => (index % 53) * 4 + (Math.floor(index / 1024) % 2) * 40);
}
