import { z } from 'zod';

/** The colours that can be named in a query and are measured in pictures: the eleven basic terms of Berlin and Kay. */
export const colourNameSchema = z.enum([
  'black',
  'white',
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
]);
export type ColourName = z.infer<typeof colourNameSchema>;
export const colourNames: readonly ColourName[] = colourNameSchema.options;
