import { z } from 'zod';

/** Half-open span of media time, in seconds from the first displayed frame: [startSeconds, endSeconds). */
export const timeRangeSchema = z
  .object({ startSeconds: z.number().nonnegative(), endSeconds: z.number() })
  .refine((range) => range.startSeconds < range.endSeconds, 'endSeconds must be after startSeconds')
  .readonly();
export type TimeRange = z.infer<typeof timeRangeSchema>;

/** Box of the frame as displayed (rotation and pixel aspect applied), each value 0..1, origin top left. */
export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).readonly();
export type Box = z.infer<typeof boxSchema>;
