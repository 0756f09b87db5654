import { demoHeightPixels, demoWidthPixels, type DemoScene } from './demo-scene.ts';
import { cloudyNoise, grain, smoothNoise } from './noise.ts';
import { box, circle, createPicture, ellipse, everywhere, mix, paint, type Colour, type Picture } from './picture.ts';

const radiusPixels = 74;
const ballPixels = 2 * radiusPixels + 4;
const floorPixels = 250;

/** From 4 s to 11 s to the right, then back, gone at 18 s; a bounce every 1.25 s. */
const ballX = `if(lt(t,11),-${ballPixels}+(t-4)*90,${630 - ballPixels}-(t-11)*90)`;
const bounce = 'mod(t,1.25)/1.25';
const ballY = `${318 - ballPixels}-640*${bounce}*(1-${bounce})`;

/** A blue ball bounces through a room with a wooden floor. */
export const playgroundScene: DemoScene = {
  name: 'demo-2-playground',
  durationSeconds: 24,
  subtitleFormat: 'vtt',
  cues: [
    { startSeconds: 1, endSeconds: 3.5, text: 'Quiet, please.' },
    { startSeconds: 5, endSeconds: 7.5, text: 'Look, somebody has lost a ball.' },
    { startSeconds: 8.5, endSeconds: 11, text: 'It bounces higher than I thought!' },
    { startSeconds: 19, endSeconds: 22, text: 'And off it goes.' },
  ],
  events: [
    { text: 'blue', startSeconds: 5, endSeconds: 17 },
    { text: 'says somebody has lost a ball', startSeconds: 5, endSeconds: 7.5 },
    { text: '"higher than I thought"', startSeconds: 8.5, endSeconds: 11 },
  ],
  drawPictures: () => [drawPlayground(), drawShadow(), drawBall()],
  filterGraph:
    `[still0][still1]overlay=format=rgb:y=298:x='${ballX}':enable='between(t,4,18)'[shaded];` +
    `[shaded][still2]overlay=format=rgb:x='${ballX}':y='${ballY}':enable='between(t,4,18)'[out]`,
};

function drawPlayground(): Picture {
  const room = createPicture(demoWidthPixels, demoHeightPixels);
  const wall = (x: number, y: number): Colour => {
    const light = 236 - y * 0.1 - Math.abs(x - 250) * 0.05 + grain(x, y) * 2;
    return [light, light - 3, light - 9];
  };
  paint(room, { shape: everywhere, colour: wall });
  // Daylight through a window that is not in the picture.
  for (const left of [96, 176]) {
    paint(room, {
      shape: (x, y) => box([left, 40, left + 66, 190], 2)(x - y * 0.18, y),
      colour: [255, 252, 240],
      opacity: 0.75,
      softnessPixels: 5,
    });
  }
  paint(room, { shape: box([0, floorPixels - 16, demoWidthPixels, floorPixels]), colour: [250, 249, 246] });
  paint(room, { shape: (_, y) => floorPixels - y, colour: floorAt });
  paint(room, {
    shape: box([0, floorPixels, demoWidthPixels, floorPixels + 5]),
    colour: [90, 62, 40],
    opacity: 0.35,
    softnessPixels: 6,
  });
  return room;
}

/** Planks that run towards the viewer. */
function floorAt(x: number, y: number): Colour {
  const depth = 1 + (y - floorPixels) / 70;
  const across = (x - demoWidthPixels / 2) / depth / 46 + 100;
  const plank = Math.floor(across);
  const wood = cloudyNoise(across * 7, depth * 3 + plank * 9);
  const shade = 0.86 + 0.1 * smoothNoise(plank * 3.7, 2) + 0.12 * wood + grain(x, y) * 0.015;
  const isGap = across - plank < 0.03 * (2 / depth);
  return mix([202 * shade, 164 * shade, 122 * shade], [92, 64, 42], isGap ? 0.7 : 0);
}

function drawShadow(): Picture {
  const shadow = createPicture(ballPixels, 40);
  paint(shadow, {
    shape: ellipse([ballPixels / 2, 20], 50, 10),
    colour: [40, 26, 16],
    opacity: 0.45,
    softnessPixels: 9,
  });
  return shadow;
}

function drawBall(): Picture {
  const ball = createPicture(ballPixels, ballPixels);
  const centre = ballPixels / 2;
  paint(ball, {
    shape: circle(centre, centre, radiusPixels),
    colour: (x, y) => {
      const lit = Math.hypot(x - centre + 26, y - centre + 30) / (radiusPixels * 1.6);
      return mix([84, 148, 255], [10, 34, 150], lit ** 1.3);
    },
  });
  // A stripe all around, seen from a little above.
  paint(ball, {
    shape: (x, y) =>
      Math.max(
        circle(centre, centre, radiusPixels - 0.5)(x, y),
        Math.abs(Math.hypot((x - centre) * 0.55, y - centre + 40) - 58) - 5,
      ),
    colour: [150, 190, 255],
    opacity: 0.7,
  });
  paint(ball, {
    shape: ellipse([centre - 27, centre - 34], 20, 13),
    colour: [255, 255, 255],
    opacity: 0.7,
    softnessPixels: 16,
  });
  return ball;
}
