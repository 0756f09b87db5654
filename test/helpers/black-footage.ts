import type { FootageLooker, Looked, LookRequest } from '../../electron/engine/chat/looking/footage-reader.ts';

/** Shows black pictures at the true times: for tests of what is asked, not of what is seen. */
export class BlackFootage implements FootageLooker {
  sizeOf() {
    return Promise.resolve({ width: 640, height: 320 });
  }

  look({ reel, model, wish, signal, onFrames }: LookRequest): Promise<Looked> {
    signal.throwIfAborted();
    const plan = model.planVideo({ width: 640, height: 320, durationSeconds: reel.durationSeconds }, wish);
    const { width, height, frameCount, framesPerSecond } = plan;
    const picture = { width, height, data: new Uint8Array(3 * width * height) };
    const frames = Array.from({ length: frameCount }, (_, index) => ({
      seconds: reel.at(index / framesPerSecond).timeSeconds,
      picture,
    }));
    onFrames(frameCount, frameCount);
    return Promise.resolve({ plan, video: { startSeconds: 0, framesPerSecond, frames } });
  }
}
