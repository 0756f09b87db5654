import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

const background: Colour = [0x17, 0x1b, 0x20];
const amber: Colour = [0xf2, 0xb8, 0x4b];
const light: Colour = [0xe8, 0xeb, 0xee];
/** Points a pixel on each side that its colour is the mean of. */
const sampleCount = 4;

/** The colour at a point of the 16 × 16 drawing of `renderer/app/icon.svg`; null outside of it. */
function colourAt(x: number, y: number): Colour | null {
  const radius = 3;
  const overX = Math.max(radius - x, x - (16 - radius), 0);
  const overY = Math.max(radius - y, y - (16 - radius), 0);
  if (overX ** 2 + overY ** 2 > radius ** 2) {
    return null;
  }
  if (Math.abs(x - 3) <= 0.75 && y >= 3 && y <= 13) {
    return light;
  }
  // The triangle from (5, 3.5) and (5, 12.5) to (12, 8).
  return x >= 5 && x <= 12 && Math.abs(y - 8) <= (4.5 * (12 - x)) / 7 ? amber : background;
}

function pixel(column: number, row: number, size: number): [number, number, number, number] {
  const sum = [0, 0, 0];
  let hitCount = 0;
  for (let sample = 0; sample < sampleCount ** 2; sample += 1) {
    const x = column + ((sample % sampleCount) + 0.5) / sampleCount;
    const y = row + (Math.floor(sample / sampleCount) + 0.5) / sampleCount;
    const colour = colourAt((x * 16) / size, (y * 16) / size);
    if (colour !== null) {
      hitCount += 1;
      colour.forEach((value, channel) => (sum[channel]! += value));
    }
  }
  const mean = (channel: number): number => (hitCount === 0 ? 0 : Math.round(sum[channel]! / hitCount));
  return [mean(0), mean(1), mean(2), Math.round((255 * hitCount) / sampleCount ** 2)];
}

/** The icon as a PNG with transparency, `size` pixels on each side. */
export function iconPng(size: number): Buffer {
  const rows = Buffer.alloc(size * (1 + 4 * size));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      rows.set(pixel(column, row, size), row * (1 + 4 * size) + 1 + 4 * column);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a channel, red green blue alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Draws `icon.png`, and the sizes that Linux asks for. */
export function drawIcons(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    writeFileSync(join(folder, `${size}x${size}.png`), iconPng(size));
  }
  writeFileSync(join(folder, 'icon.png'), iconPng(1024));
}
