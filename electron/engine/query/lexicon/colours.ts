import type { ColourName } from '../../../contract/colours.ts';

/** Words for colours; several names where the word lies between two of the measured ones. */
export const colourWords: Readonly<Record<ColourName, string>> = {
  black: 'black, jet black, ebony, charcoal black',
  white: 'white, snow white, off white, ivory, whitish',
  grey: 'grey, gray, greyish, grayish, silver, silvery, charcoal, slate',
  red: 'red, reddish, crimson, scarlet, ruby, vermilion, blood red',
  orange: 'orange, amber, tangerine coloured, orangish',
  yellow: 'yellow, yellowish, golden, gold, lemon yellow, mustard',
  green: 'green, greenish, lime green, olive, emerald, forest green, khaki green',
  blue: 'blue, bluish, navy, navy blue, sky blue, azure, cobalt, indigo, denim',
  purple: 'purple, violet, lilac, lavender, plum, mauve',
  pink: 'pink, pinkish, rose pink, salmon pink, hot pink',
  brown: 'brown, brownish, chestnut, chocolate brown, bronze, copper, hazel',
};

/** Words between two measured colours: either will do. */
export const betweenColours: ReadonlyMap<string, readonly ColourName[]> = new Map([
  ['teal', ['green', 'blue']],
  ['turquoise', ['blue', 'green']],
  ['cyan', ['blue', 'green']],
  ['aqua', ['blue', 'green']],
  ['beige', ['brown', 'white']],
  ['cream', ['white', 'yellow']],
  ['tan', ['brown', 'orange']],
  ['khaki', ['brown', 'green']],
  ['maroon', ['red', 'brown']],
  ['burgundy', ['red', 'purple']],
  ['magenta', ['pink', 'purple']],
  ['fuchsia', ['pink', 'purple']],
  ['coral', ['orange', 'pink']],
  ['peach', ['orange', 'pink']],
]);

/** Words that shade a colour without changing its name ("light blue"). */
export const shadeWords: ReadonlySet<string> = new Set(
  'light dark bright pale deep vivid neon pastel fluorescent'.split(' '),
);
/** Words after which a colour word is a noun of colour: "in red", "the colour orange". */
export const colourLeads: ReadonlySet<string> = new Set(
  'in wearing colour color coloured colored is are all'.split(' '),
);
