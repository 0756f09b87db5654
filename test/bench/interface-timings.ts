import type { Page } from 'playwright-core';
import { runFfmpeg } from '../../electron/engine/media/run-ffmpeg.ts';
import { join } from 'node:path';
import { openFound, press, ViewerFixture } from '../e2e/viewer-fixture.ts';
import type { BenchSurroundings } from './bench-surroundings.ts';

export interface Spread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface InterfaceTimings {
  /** From the start of a load to the first words. */
  readonly firstPaint: Spread;
  /** From a key to the next picture of the page, as the browser's Event Timing tells it, in steps of 8 ms. */
  readonly inputToPaint: Spread;
  /** From a press on the timeline to the wanted frame of a 1080p30 clip. Budget: 150 ms at p95. */
  readonly seekToFrame: Spread;
  /** The same seeks of a bare video element without anything of ours: what the browser's decoder takes. */
  readonly bareSeekToFrame: Spread;
  /** From the key to the next frame. */
  readonly stepToFrame: Spread;
}

interface Watched {
  pressedMs: number | null;
  readonly framesMs: number[];
  readonly eventsMs: number[];
}

/** Measures the window in a real browser, on a drawn clip of 1080 lines. */
export async function benchInterface({ tools, isQuick, note }: BenchSurroundings): Promise<InterfaceTimings> {
  const fixture = new ViewerFixture();
  try {
    const source = 'testsrc2=size=1920x1080:rate=30:duration=20';
    const options = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '60'];
    await runFfmpeg(['-f', 'lavfi', '-i', source, ...options, `file:${join(fixture.footage, 'wide.mp4')}`], { tools });
    fixture.settle('wide.mp4');
    const page = await fixture.start();
    await openFound(page, 'file wide', 'wide.mp4');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.2);
    await press(page, 'Home');
    await page.waitForTimeout(1000);
    await watch(page);
    const count = isQuick ? 20 : 60;
    note(`interface: ${count} seeks`);
    const seekToFrame = await seeks(page, count);
    const stepToFrame = await steps(page, count);
    const bareSeekToFrame = await bareSeeks(page, count);
    const inputToPaint = await page.evaluate(() => (window as unknown as { watched: Watched }).watched.eventsMs);
    const firstPaint = await loads(page, isQuick ? 3 : 10);
    return {
      firstPaint: spreadOf(firstPaint),
      inputToPaint: spreadOf(inputToPaint),
      seekToFrame: spreadOf(seekToFrame),
      bareSeekToFrame: spreadOf(bareSeekToFrame),
      stepToFrame: spreadOf(stepToFrame),
    };
  } finally {
    await fixture.end();
  }
}

export function interfaceText({ firstPaint, inputToPaint, ...frames }: InterfaceTimings): string {
  const line = (name: string, { count, p50Ms, p95Ms }: Spread) =>
    `  ${name.padEnd(28)} p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms (${count})`;
  const { seekToFrame, bareSeekToFrame, stepToFrame } = frames;
  const ratio = (key: 'p50Ms' | 'p95Ms') => (seekToFrame[key] / bareSeekToFrame[key]).toFixed(2);
  return [
    'Interface, real browser, 1080p30 H.264:',
    line('first paint', firstPaint),
    line('input to paint', inputToPaint),
    line('seek to shown frame', seekToFrame),
    line('the same, a bare element', bareSeekToFrame),
    `  of which ours: ${ratio('p50Ms')} times the bare element's p50, ${ratio('p95Ms')} times its p95`,
    line('step to shown frame', stepToFrame),
  ].join('\n');
}

/** Keeps when something was pressed, when the next frame was shown, and how long the page took to answer. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched: Watched = { pressedMs: null, framesMs: [], eventsMs: [] };
    Object.assign(window, { watched });
    const press = ({ timeStamp }: Event) => (watched.pressedMs = timeStamp);
    addEventListener('pointerdown', press, { capture: true });
    addEventListener('keydown', press, { capture: true });
    const video = document.querySelector('video')!;
    const keep = () =>
      video.requestVideoFrameCallback((now) => {
        if (watched.pressedMs !== null) {
          watched.framesMs.push(now - watched.pressedMs);
          watched.pressedMs = null;
        }
        keep();
      });
    keep();
    new PerformanceObserver((list) => {
      const answered = list.getEntries().filter(({ name }) => name === 'pointerdown' || name === 'keydown');
      watched.eventsMs.push(...answered.map(({ duration }) => duration));
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
}

async function seeks(page: Page, count: number): Promise<number[]> {
  const box = (await page.getByRole('group', { name: /Timeline of/ }).boundingBox())!;
  for (let index = 0; index < count; index += 1) {
    // Golden steps: far apart, and everywhere.
    await page.mouse.click(box.x + box.width * ((index * 0.618034) % 1), box.y + 12);
    await page.waitForTimeout(400);
  }
  return taken(page);
}

/** In the same page, with the player's element at rest. */
function bareSeeks(page: Page, count: number): Promise<number[]> {
  return page.evaluate(async (seekCount) => {
    const player = document.querySelector('video')!;
    player.pause();
    const bare = document.createElement('video');
    bare.muted = true;
    bare.style.cssText = 'position:fixed;left:0;top:0;width:640px;z-index:999';
    bare.src = player.currentSrc;
    document.body.append(bare);
    await new Promise((resolve) => bare.addEventListener('loadeddata', resolve, { once: true }));
    const taken: number[] = [];
    for (let index = 0; index < seekCount; index += 1) {
      const beganMs = performance.now();
      const shown = new Promise<number>((resolve) => bare.requestVideoFrameCallback((nowMs) => resolve(nowMs)));
      bare.currentTime = bare.duration * ((index * 0.618034) % 1);
      const limit = new Promise<null>((resolve) => setTimeout(() => resolve(null), 3000));
      const shownMs = await Promise.race([shown, limit]);
      // The first is where it stands already, and draws nothing.
      taken.push(...(shownMs === null ? [] : [shownMs - beganMs]));
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    bare.remove();
    return taken;
  }, count);
}

async function steps(page: Page, count: number): Promise<number[]> {
  for (let index = 0; index < count; index += 1) {
    await press(page, index % 3 === 2 ? ',' : '.');
    await page.waitForTimeout(250);
  }
  return taken(page);
}

function taken(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { watched: Watched }).watched.framesMs.splice(0));
}

async function loads(page: Page, count: number): Promise<number[]> {
  const paints: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await page.reload();
    await page.waitForTimeout(1000);
    paints.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
      ),
    );
  }
  return paints;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}
