import { z } from 'zod';

/**
 * How each family reads a picture or sound and decodes what comes out, as far as it differs between models. `files`
 * are the names of the ONNX files in the order in which the family opens them.
 */

const unitSchema = z.number().min(0).max(1);
const sideSchema = z.int().min(16).max(4096);
const channelOrderSchema = z.enum(['bgr', 'rgb']);
const oneFile = z.tuple([z.string()]);

/** YOLOX with its raw head: per cell x, y, log width, log height, objectness, a probability a class. */
export const yoloxParametersSchema = z
  .object({
    name: z.literal('yolox'),
    files: oneFile,
    inputName: z.string(),
    outputName: z.string(),
    /** Side of the square input in pixels. */
    inputSize: sideSchema,
    /** The layout that `families/yolox/preprocess.ts` makes: every YOLOX was trained with it. */
    channelOrder: z.literal('bgr'),
    padValue: z.literal(114),
    /** Pixels of the input a cell of each of the head's grids covers, in the order of the output. */
    strides: z.array(z.int().min(1).max(256)).min(1),
    classes: z.literal('coco-80'),
    /** Detections of a lower objectness × class probability are dropped. */
    scoreThreshold: unitSchema,
    /** Of these classes weaker ones are given too. */
    weak: z.object({ scoreThreshold: unitSchema, classes: z.array(z.string()) }).optional(),
    /** Of two boxes of one class that overlap more than this, the weaker is dropped. */
    overlapThreshold: unitSchema,
    maxDetectionCount: z.int().min(1).max(1000),
  })
  .refine(({ inputSize, strides }) => strides.every((stride) => inputSize % stride === 0), {
    message: 'Every stride must divide the input size.',
  })
  .readonly();
export type YoloxParameters = z.infer<typeof yoloxParametersSchema>;

/** NanoTrack: a backbone for template and search window, and a head that compares them. Values 0..255, no mean. */
const nanotrackParametersSchema = z.object({
  name: z.literal('nanotrack'),
  files: z.tuple([z.string(), z.string()]),
  channelOrder: channelOrderSchema,
  templateSize: sideSchema,
  searchSize: sideSchema,
  featureCount: z.int().positive(),
  scoreSize: z.int().positive(),
  stride: z.int().positive(),
  contextAmount: z.number().positive(),
  windowInfluence: unitSchema,
  penalty: unitSchema,
  learningRate: unitSchema,
});

/** One vector a person, compared by cosine after normalising. Input [1, height, width, 3], values 0..255. */
const personAppearanceParametersSchema = z.object({
  name: z.literal('person-appearance'),
  files: oneFile,
  channelOrder: channelOrderSchema,
  inputWidth: sideSchema,
  inputHeight: sideSchema,
  dimension: z.int().positive(),
});

/** Silero: mono samples, each window preceded by the end of the one before it. */
const speechActivityParametersSchema = z.object({
  name: z.literal('speech-activity'),
  files: oneFile,
  sampleRateHertz: z.int().positive(),
  windowSampleCount: z.int().positive(),
  contextSampleCount: z.int().positive(),
});

/** PaddleOCR: detector, direction classifier, recogniser with its dictionary (blank first, space last). */
const screenTextParametersSchema = z.object({
  name: z.literal('paddle-ocr'),
  files: z.tuple([z.string(), z.string(), z.string()]),
  dictionaryFile: z.string(),
  channelOrder: channelOrderSchema,
  detectorSideMultiple: z.int().positive(),
  recogniserHeight: sideSchema,
});

const faceParametersSchema = z.object({
  name: z.literal('yunet'),
  files: oneFile,
  channelOrder: channelOrderSchema,
  inputWidth: sideSchema,
  inputHeight: sideSchema,
});

export const familyParametersSchema = z.discriminatedUnion('name', [
  yoloxParametersSchema,
  nanotrackParametersSchema,
  personAppearanceParametersSchema,
  speechActivityParametersSchema,
  screenTextParametersSchema,
  faceParametersSchema,
]);
export type FamilyParameters = z.infer<typeof familyParametersSchema>;
