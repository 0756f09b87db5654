import { demoHeightPixels, demoWidthPixels, type DemoScene } from './demo-scene.ts';
import { cloudyNoise, grain } from './noise.ts';
import { box, circle, createPicture, ellipse, everywhere, mix, paint, type Colour, type Picture } from './picture.ts';

const floorPixels = 286;

/** The lights of a living room go out and on again; at the end the picture fades to black. */
export const roomScene: DemoScene = {
  name: 'demo-3-evening',
  durationSeconds: 30,
  subtitleFormat: 'srt',
  cues: [
    { startSeconds: 1, endSeconds: 4, text: 'What a lovely evening.' },
    { startSeconds: 8.5, endSeconds: 11.5, text: 'Who turned off the lights?' },
    { startSeconds: 16.5, endSeconds: 19, text: '{\\an8}That is better.' },
    { startSeconds: 24, endSeconds: 27, text: 'Good night, sleep well.' },
  ],
  events: [
    { text: 'dark', startSeconds: 8, endSeconds: 16 },
    { text: 'says lights', startSeconds: 8.5, endSeconds: 11.5 },
    { text: 'says good night', startSeconds: 24, endSeconds: 27 },
    { text: 'fade out', startSeconds: 25, endSeconds: 28 },
  ],
  drawPictures: () => [drawRoom({ isLit: true }), drawNight()],
  filterGraph:
    '[still1]format=rgba,fade=t=in:st=8:d=0.24:alpha=1,fade=t=out:st=15.8:d=0.24:alpha=1[night];' +
    '[still0][night]overlay=format=rgb,fade=t=out:st=25:d=3[out]',
};

/** The room without its lamp, as a camera sees it that has not got used to the dark. */
function drawNight(): Picture {
  const room = drawRoom({ isLit: false });
  const glow = circle(138, 130, 60);
  paint(room, {
    shape: everywhere,
    colour: (x, y) => mix([16, 18, 34], [3, 3, 8], glow(x, y) / 320),
    opacity: 0.86,
  });
  return room;
}

function drawRoom({ isLit }: { readonly isLit: boolean }): Picture {
  const room = createPicture(demoWidthPixels, demoHeightPixels);
  const wall = (x: number, y: number): Colour => {
    const glow = isLit ? Math.max(0, 1 - Math.hypot(x - 484, y - 120) / 420) : 0;
    const grey = grain(x, y) * 2;
    return [206 + 46 * glow + grey, 186 + 44 * glow + grey, 158 + 26 * glow + grey];
  };
  paint(room, { shape: everywhere, colour: wall });
  paint(room, { shape: (_, y) => floorPixels - y, colour: carpetAt });
  paint(room, { shape: box([0, floorPixels - 8, demoWidthPixels, floorPixels]), colour: [238, 230, 216] });
  drawWindow(room);
  drawSofa(room);
  drawLamp(room, isLit);
  drawFrame(room);
  return room;
}

function carpetAt(x: number, y: number): Colour {
  const fluff = cloudyNoise(x / 9, y / 5) * 26 - 13;
  return [150 + fluff, 112 + fluff, 92 + fluff];
}

function drawWindow(room: Picture): void {
  paint(room, { shape: box([56, 46, 224, 216], 3), colour: [246, 242, 234] });
  const evening = (x: number, y: number): Colour => {
    const cloud = cloudyNoise(x / 60, y / 18) * 30;
    return mix([92 + cloud, 78 + cloud, 132 + cloud], [236, 168, 138], (y - 60) / 150);
  };
  for (const pane of [
    [66, 56, 135, 130],
    [145, 56, 214, 130],
    [66, 138, 135, 206],
    [145, 138, 214, 206],
  ] as const) {
    paint(room, { shape: box(pane, 1), colour: evening, within: pane });
  }
  paint(room, { shape: box([46, 214, 234, 226], 3), colour: [252, 248, 240] });
}

function drawSofa(room: Picture): void {
  const fabric =
    (light: number) =>
    (x: number, y: number): Colour => {
      const weave = cloudyNoise(x / 3, y / 3) * 14 - 7 + light;
      return [122 + weave, 128 + weave, 92 + weave];
    };
  paint(room, { shape: ellipse([290, 326], 180, 12), colour: [40, 26, 20], opacity: 0.4, softnessPixels: 14 });
  paint(room, { shape: box([150, 188, 420, 300], 20), colour: fabric(0) });
  paint(room, { shape: box([166, 250, 284, 300], 12), colour: fabric(16) });
  paint(room, { shape: box([288, 250, 406, 300], 12), colour: fabric(16) });
  paint(room, { shape: box([136, 226, 178, 322], 16), colour: fabric(26) });
  paint(room, { shape: box([394, 226, 436, 322], 16), colour: fabric(26) });
  paint(room, { shape: box([172, 296, 400, 320], 4), colour: fabric(-14) });
  paint(room, { shape: box([206, 214, 262, 264], 12), colour: [216, 122, 74] });
}

function drawLamp(room: Picture, isLit: boolean): void {
  paint(room, { shape: ellipse([496, 330], 34, 6), colour: [52, 44, 40] });
  paint(room, { shape: box([493, 150, 499, 330], 2), colour: [66, 56, 50] });
  if (isLit) {
    paint(room, { shape: circle(496, 126, 90), colour: [255, 240, 190], opacity: 0.45, softnessPixels: 150 });
  }
  const shade = isLit ? ([255, 236, 178] as const) : ([196, 178, 146] as const);
  paint(room, {
    shape: (x, y) => Math.max(Math.abs(x - 496) - 26 - (y - 92) * 0.34, 92 - y, y - 154),
    colour: (_, y) => mix(shade, [222, 186, 118], (y - 92) / 130),
  });
}

function drawFrame(room: Picture): void {
  paint(room, { shape: box([300, 60, 400, 140], 2), colour: [86, 58, 40] });
  paint(room, { shape: box([308, 68, 392, 132], 1), colour: [240, 234, 222] });
  paint(room, { shape: circle(366, 88, 9), colour: [238, 178, 72] });
  const within = [312, 72, 388, 128] as const;
  paint(room, { shape: (x, y) => 108 + 10 * Math.sin(x / 13) - y, colour: [118, 150, 110], within });
  paint(room, { shape: (x, y) => 118 + 5 * Math.sin(x / 9 + 2) - y, colour: [76, 112, 84], within });
}
