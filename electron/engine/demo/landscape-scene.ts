import { demoHeightPixels, type DemoScene } from './demo-scene.ts';
import { cloudyNoise, grain, smoothNoise } from './noise.ts';
import { below, box, circle, createPicture, everywhere, mix, paint, type Colour, type Picture } from './picture.ts';

const panoramaPixels = 1760;
const sunX = 1240;

/** Still, right for ten seconds, still, back to the left for six: at 100 pixels, four a frame, a second. */
const cameraX = 'if(lt(t,6),60,if(lt(t,16),60+(t-6)*100,if(lt(t,20),1060,if(lt(t,26),1060-(t-20)*100,460))))';

/** The camera looks over a valley at sunset, to the right and back. */
export const landscapeScene: DemoScene = {
  name: 'demo-4-valley',
  durationSeconds: 28,
  subtitleFormat: 'vtt',
  cues: [
    { startSeconds: 1, endSeconds: 4.5, text: 'The valley at sunset.' },
    { startSeconds: 7, endSeconds: 10, text: 'Somebody is still awake in the little house.' },
    { startSeconds: 16.5, endSeconds: 19.5, text: 'And there goes the sun.' },
    { startSeconds: 21, endSeconds: 24, text: 'Let us go home now.' },
  ],
  events: [
    { text: 'camera pans right', startSeconds: 6, endSeconds: 16 },
    { text: 'says little house', startSeconds: 7, endSeconds: 10 },
    { text: 'says sun', startSeconds: 16.5, endSeconds: 19.5 },
    { text: 'camera pans left', startSeconds: 20, endSeconds: 26 },
  ],
  drawPictures: () => [drawValley()],
  filterGraph: `[still0]crop=640:360:x='${cameraX}':y=0[out]`,
};

function drawValley(): Picture {
  const valley = createPicture(panoramaPixels, demoHeightPixels);
  paint(valley, { shape: everywhere, colour: skyAt });
  drawStars(valley);
  paint(valley, { shape: circle(sunX, 186, 120), colour: [255, 214, 140], opacity: 0.35, softnessPixels: 200 });
  paint(valley, { shape: circle(sunX, 186, 27), colour: [255, 246, 214], softnessPixels: 2 });
  for (const [line, colour] of ridges) {
    paint(valley, {
      shape: below(line),
      colour: (x, y) => {
        const haze = Math.min(1, Math.max(0, (y - line(x)) / 90)) * 18;
        const rough = (cloudyNoise(x / 26, y / 14) - 0.5) * 22;
        return [colour[0] + haze + rough, colour[1] + haze * 0.8 + rough, colour[2] + haze * 0.6 + rough];
      },
    });
  }
  drawForest(valley);
  drawHouse(valley);
  paint(valley, { shape: below(meadow), colour: meadowAt });
  return valley;
}

const ridge = (middle: number, [height, width, seed]: readonly [number, number, number]) => {
  return (x: number): number => middle - height * (cloudyNoise(x / width + seed, seed) - 0.5) * 2;
};
const nearHills = ridge(266, [34, 300, 11]);
const meadow = ridge(322, [16, 260, 41]);
const ridges: readonly (readonly [(x: number) => number, Colour])[] = [
  [ridge(196, [62, 230, 3]), [142, 100, 128]],
  [ridge(226, [44, 190, 7]), [104, 76, 104]],
  [nearHills, [50, 68, 54]],
];

function skyAt(x: number, y: number): Colour {
  const high = mix([62, 54, 112], [206, 120, 128], y / 140);
  const sky = mix(high, [255, 212, 150], (y - 110) / 96);
  const lit = mix(sky, [255, 214, 196], cloudAt(x, y) * (1 - y / 300));
  const noise = grain(x, y) * 2;
  return [lit[0] + noise, lit[1] + noise, lit[2] + noise];
}

/** How much of the sky a cloud hides, 0..0.85. */
function cloudAt(x: number, y: number): number {
  return Math.min(0.85, Math.max(0, cloudyNoise(x / 120, y / 30) - 0.5) * 4.5);
}

/** The first stars: besides, something that a measurement of the camera can hold on to. */
function drawStars(valley: Picture): void {
  for (let index = 0; index < 130; index += 1) {
    const x = (index * 421.7) % panoramaPixels;
    const y = 6 + 104 * smoothNoise(index * 5.3, 3) ** 1.4;
    const radius = 0.7 + 0.9 * smoothNoise(index * 2.9, 8);
    const within = [x - 4, y - 4, x + 4, y + 4] as const;
    paint(valley, {
      shape: circle(x, y, radius),
      colour: [255, 248, 236],
      opacity: (1 - y / 130) * (1 - cloudAt(x, y) / 0.85),
      within,
    });
  }
}

/** Pines in groves along the near hills. */
function drawForest(valley: Picture): void {
  for (let index = 0; index < 230; index += 1) {
    const x = (index * 613) % panoramaPixels;
    if (smoothNoise(x / 120, 5) > 0.36 && Math.abs(x - 590) > 60) {
      const height = 26 + 30 * smoothNoise(index * 3.3, 9);
      drawPine(valley, [x, nearHills(x) + 12 + 16 * smoothNoise(index * 1.7, 1)], height);
    }
  }
}

function drawPine(valley: Picture, [x, foot]: readonly [number, number], height: number): void {
  const shape = (atX: number, atY: number): number => {
    const fromTop = atY - (foot - height);
    // Three tiers, each widening downwards.
    const tier = (fromTop % (height / 3)) * 0.34 + fromTop * 0.16;
    return Math.max(-fromTop, atY - foot, Math.abs(atX - x) - tier) * 0.8;
  };
  paint(valley, {
    shape,
    colour: (atX, atY) => mix([30, 52, 46], [52, 74, 56], (atX - x) / 24 + 0.3 + (atY % 5) * 0.03),
    within: [x - height, foot - height - 2, x + height, foot + 2],
  });
}

function drawHouse(valley: Picture): void {
  const ground = nearHills(590) + 26;
  const within = [520, ground - 80, 660, ground + 6] as const;
  paint(valley, { shape: box([560, ground - 36, 622, ground + 4]), colour: [176, 140, 118], within });
  paint(valley, { shape: box([600, ground - 36, 622, ground + 4]), colour: [146, 112, 98], within });
  paint(valley, {
    shape: (x, y) => Math.max(Math.abs(x - 591) * 0.62 - (y - (ground - 60)) * 0.8, y - (ground - 34)),
    colour: [110, 52, 48],
    within,
  });
  paint(valley, {
    shape: circle(577, ground - 18, 16),
    colour: [255, 214, 120],
    opacity: 0.4,
    softnessPixels: 22,
    within,
  });
  paint(valley, { shape: box([570, ground - 26, 584, ground - 11]), colour: [255, 226, 140], within });
  paint(valley, { shape: box([604, ground - 22, 614, ground + 4]), colour: [84, 58, 48], within });
}

function meadowAt(x: number, y: number): Colour {
  const blade = cloudyNoise(x / 5, y / 16);
  const light = 0.55 + 0.5 * blade + 0.2 * smoothNoise(x / 110, y / 30);
  return [74 * light, 96 * light, 52 * light];
}
