import { demoHeightPixels, demoWidthPixels, type DemoScene } from './demo-scene.ts';
import { grain } from './noise.ts';
import { box, createPicture, ellipse, everywhere, mix, paint, type Colour, type Picture } from './picture.ts';

const squarePixels = 170;
const marginPixels = 50;
const spriteWidth = squarePixels + 2 * marginPixels;
const horizonPixels = 262;

/** A red square crosses an empty grey studio, and comes back. */
export const studioScene: DemoScene = {
  name: 'demo-1-studio',
  durationSeconds: 24,
  subtitleFormat: 'srt',
  cues: [
    { startSeconds: 1, endSeconds: 4, text: 'The stage is empty.\nPlease wait.' },
    { startSeconds: 7, endSeconds: 10, text: 'Hello, everybody!' },
    { startSeconds: 10.5, endSeconds: 13.5, text: 'From the left to the right, as you can see.' },
    { startSeconds: 18.5, endSeconds: 22, text: 'And back again. <i>Goodbye!</i>' },
  ],
  events: [
    { text: 'says hello', startSeconds: 7, endSeconds: 10 },
    { text: 'red', startSeconds: 6.5, endSeconds: 13.5 },
    { text: 'red', startSeconds: 18.4, endSeconds: 22.6 },
    { text: 'says goodbye', startSeconds: 18.5, endSeconds: 22 },
  ],
  drawPictures: () => [drawStudio(), drawSquare()],
  // In at 6 s and out at 14 s; in again from the right at 18 s and out at 23 s.
  filterGraph:
    `[still0][still1]overlay=format=rgb:y=112:x='if(lt(t,16),` +
    `-${spriteWidth}+(t-6)*${demoWidthPixels + spriteWidth}/8,` +
    `${demoWidthPixels}-(t-18)*${demoWidthPixels + spriteWidth}/5)':enable='between(t,6,14)+between(t,18,23)'[out]`,
};

function drawStudio(): Picture {
  const studio = createPicture(demoWidthPixels, demoHeightPixels);
  const wall = (x: number, y: number): Colour => {
    const distance = Math.hypot((x - 320) / 420, (y - 120) / 260);
    const light = 208 - 96 * Math.min(1, distance) ** 1.6 + grain(x, y) * 2.4;
    return [light, light, light + 1];
  };
  const floor = (x: number, y: number): Colour => {
    const depth = (y - horizonPixels) / (demoHeightPixels - horizonPixels);
    const light = 150 + 46 * depth - 60 * Math.abs((x - 320) / 420) ** 2 + grain(x, y) * 2.4;
    return [light, light, light];
  };
  paint(studio, { shape: everywhere, colour: wall });
  // A studio has no corner between wall and floor, only a soft bend.
  paint(studio, { shape: (_, y) => horizonPixels - y, colour: floor, softnessPixels: 36 });
  paint(studio, {
    shape: ellipse([320, 318], 250, 34),
    colour: [226, 226, 224],
    opacity: 0.4,
    softnessPixels: 40,
  });
  return studio;
}

function drawSquare(): Picture {
  const sprite = createPicture(spriteWidth, squarePixels + 2 * marginPixels);
  const bottom = marginPixels + squarePixels;
  paint(sprite, {
    shape: ellipse([spriteWidth / 2, bottom + 2], squarePixels / 2, 14),
    colour: [20, 18, 18],
    opacity: 0.45,
    softnessPixels: 16,
  });
  const edges: readonly [number, number, number, number] = [
    marginPixels,
    marginPixels,
    marginPixels + squarePixels,
    bottom,
  ];
  paint(sprite, {
    shape: box(edges, 10),
    colour: (x, y) => mix([232, 48, 40], [176, 14, 20], (x + y * 2 - 3 * marginPixels) / (3 * squarePixels)),
  });
  paint(sprite, {
    shape: box([marginPixels + 10, marginPixels + 9, marginPixels + squarePixels - 10, marginPixels + 15], 3),
    colour: [255, 150, 140],
    opacity: 0.5,
    softnessPixels: 4,
  });
  return sprite;
}
