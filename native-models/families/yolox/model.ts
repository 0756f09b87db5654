import type { Detection, DetectorInput } from '../../api/object-detector.ts';
import type { YoloxParameters } from '../../catalog/family-parameters.ts';
import { createSession, loadRuntime } from '../../runtime/onnx-session.ts';
import type { OnnxSession, SessionOptions } from '../../runtime/onnx-session.ts';
import { decodeYolox } from './postprocess.ts';

/** A YOLOX that is loaded. One detection at a time: the input's memory is used again. */
export interface YoloxModel {
  readonly session: Pick<OnnxSession, 'provider' | 'failures'>;
  detect(input: DetectorInput): Promise<readonly Detection[]>;
  dispose(): Promise<void>;
}

/** Scores of the processor and of a graphics card differ by rounding, and more with half precision. */
const providerTolerance = 0.02;

/** Opens the model; throws what onnxruntime throws when no provider does, or `RangeError` for a foreign graph. */
export async function openYolox(
  modelFile: string,
  parameters: YoloxParameters,
  options: Omit<SessionOptions, 'trial'>,
): Promise<YoloxModel> {
  const { Tensor } = await loadRuntime();
  const { inputSize, inputName, outputName } = parameters;
  const values = new Float32Array(3 * inputSize * inputSize);
  const feeds = { [inputName]: new Tensor('float32', values, [1, 3, inputSize, inputSize]) };
  const session = await createSession(modelFile, {
    ...options,
    trial: { feeds: async () => (fillTrialPicture(values), feeds), tolerance: providerTolerance },
  });
  if (!session.inputNames.includes(inputName) || !session.outputNames.includes(outputName)) {
    await session.dispose();
    throw new RangeError(`The model has no input "${inputName}" or no output "${outputName}".`);
  }
  return {
    session,
    async detect({ pixels, contentWidth, contentHeight }) {
      values.set(pixels);
      const output = (await session.run(feeds))[outputName]?.data;
      if (!(output instanceof Float32Array)) {
        throw new RangeError(`The output "${outputName}" is no float32 tensor.`);
      }
      return decodeYolox(output, parameters, { contentWidth, contentHeight });
    },
    dispose: () => session.dispose(),
  };
}

/** Something with edges in it, the same each time, so that a provider that computes wrongly is seen to. */
function fillTrialPicture(values: Float32Array): void {
  for (let index = 0; index < values.length; index += 1) {
    values[index] = (index % 97) * 2 + (Math.floor(index / 4096) % 2) * 60;
  }
}
