import type { Light } from '../../../contract/plan.ts';

/** Words about the light and colour of the whole picture. */
export const lightPhrases: Readonly<Record<Light, string>> = {
  dark: 'dark, darkness, night, nights, at night, by night, night time, nighttime, at nighttime, nightfall, dim, dimly lit, low light, lowlight, in low light, unlit, poorly lit, pitch black, pitch dark, black screen, black frame, black picture, screen is black, screen goes black, blackout, underexposed, gloomy, in the dark',
  bright:
    'bright, brightly lit, well lit, sunny, sunshine, sunlight, sunlit, in the sun, daylight, in daylight, daytime, day time, in the daytime, by day, during the day, in bright light, overexposed, white screen, white frame',
  'low-contrast': 'low contrast, foggy, fog, hazy, haze, misty, mist, flat light, washed out',
  'high-contrast': 'high contrast, silhouette, silhouettes, silhouetted, backlit, contrasty',
  colourful: 'colourful, colorful, vivid, vibrant, saturated, multicoloured, multicolored, vivid colours, vivid colors',
  colourless: 'black and white, monochrome, greyscale, grayscale, b&w, desaturated, colourless, colorless, sepia',
};

/** Words that describe a thing when they stand right before it ("a dark car"), and the picture otherwise. */
export const adjectivesOfLight: ReadonlySet<string> = new Set(
  'dark bright dim vivid vibrant colourful colorful'.split(' '),
);
