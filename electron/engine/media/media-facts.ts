import { z } from 'zod';

/** An exact fraction; the denominator is positive. */
export const rationalSchema = z.object({ num: z.int(), den: z.int().positive() }).readonly();
export type Rational = z.infer<typeof rationalSchema>;

const videoStreamSchema = z.object({
  streamIndex: z.int().nonnegative(),
  codec: z.string(),
  profile: z.string().nullable(),
  pixelFormat: z.string().nullable(),
  bitDepth: z.int().positive().nullable(),
  /** As stored. */
  codedWidth: z.int().positive(),
  codedHeight: z.int().positive(),
  /** As shown: sample aspect ratio and rotation applied, as browsers do it (the shorter side is stretched). */
  displayedWidth: z.int().positive(),
  displayedHeight: z.int().positive(),
  /** Clockwise turn that brings the stored picture upright, after mirroring. */
  rotationDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Whether the stored picture is flipped left to right before it is turned. */
  isMirrored: z.boolean(),
  sampleAspectRatio: rationalSchema,
  /** What the header says; null where it says nothing. */
  averageRate: rationalSchema.nullable(),
  nominalRate: rationalSchema.nullable(),
  isVariableRate: z.boolean(),
  timeBase: rationalSchema,
  /** Presentation time of the first displayed frame, measured by decoding it: time 0 of everything else. */
  startPts: z.int(),
  /**
   * Frames at the beginning whose times the container could not keep (Matroska before 0). They are left out, and
   * `startPts` is that of the first frame with a time.
   */
  untimedFrameCount: z.int().nonnegative(),
  /** What the header calls the start; may differ from `startPts`. */
  headerStartPts: z.int().nullable(),
  /** Seconds from the container's start to the first displayed frame. */
  startOffsetSeconds: z.number(),
  hasEditList: z.boolean(),
  colour: z.object({
    primaries: z.string().nullable(),
    transfer: z.string().nullable(),
    matrix: z.string().nullable(),
    range: z.enum(['limited', 'full']).nullable(),
    isHdr: z.boolean(),
  }),
  fieldOrder: z.enum(['progressive', 'top-first', 'bottom-first']).nullable(),
  /** What the header says, never counted. */
  frameCount: z.int().positive().nullable(),
});

const audioStreamSchema = z.object({
  streamIndex: z.int().nonnegative(),
  codec: z.string().nullable(),
  channelCount: z.int().nonnegative().nullable(),
  language: z.string().nullable(),
});

const subtitleStreamSchema = z.object({
  streamIndex: z.int().nonnegative(),
  codec: z.string().nullable(),
  language: z.string().nullable(),
  /** Whether it holds letters; pictures of letters cannot be read as text. */
  isText: z.boolean(),
});

/** What one look at a media file tells. Stored as JSON with the video. */
export const mediaFactsSchema = z
  .object({
    /** ffmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
    container: z.string(),
    sizeBytes: z.int().nonnegative(),
    /** Of the picture, as the header promises it; null where nothing says so. */
    durationSeconds: z.number().positive().nullable(),
    bitRateBitsPerSecond: z.int().positive().nullable(),
    /** Container time at which the earliest stream starts. */
    containerStartSeconds: z.number(),
    createdAt: z.iso.datetime().nullable(),
    /** As written in the file, such as `01:00:00:00` or `01:00:00;00`. */
    startTimecode: z.string().nullable(),
    /** Whether a stream other than the picture is encrypted; an encrypted picture is refused. */
    isEncrypted: z.boolean(),
    video: videoStreamSchema,
    audio: z.array(audioStreamSchema),
    subtitles: z.array(subtitleStreamSchema),
    warnings: z.array(z.string()),
  })
  .readonly();
export type MediaFacts = z.infer<typeof mediaFactsSchema>;
export type VideoStreamFacts = MediaFacts['video'];
