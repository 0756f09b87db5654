import { z } from 'zod';
import { defineMethod } from './method.ts';

export const doctorCheckSchema = z.object({
  checkId: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  title: z.string(),
  /** What was found, and what to do next where something is wrong. */
  text: z.string(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const doctorMethods = {
  /** Looks at programs, models, devices, library and disk. Progress carries the checks that are done. */
  'doctor.run': defineMethod({
    params: z.object({}),
    progress: z.object({ checks: z.array(doctorCheckSchema) }),
    result: z.object({ checks: z.array(doctorCheckSchema) }),
  }),
};
