import { decodeFirstFrame } from './first-frame.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';

export interface HardwareTrial {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly platform: NodeJS.Platform;
  readonly signal?: AbortSignal | undefined;
}

/** Methods worth a trial, best first. Others need a display or copy so much that they win nothing. */
const methodsOf: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['cuda', 'vaapi'],
  darwin: ['videotoolbox'],
  win32: ['cuda', 'd3d11va'],
};

/**
 * The `-hwaccel` method that truly decodes this video here, or null. A build lists methods that the machine does not
 * have, and ffmpeg falls back to the processor without failing, so one frame is decoded and what ffmpeg says is read.
 */
export async function findHardwareDecoding(trial: HardwareTrial): Promise<string | null> {
  for (const method of methodsOf[trial.platform] ?? []) {
    const { info, outcome } = await decodeFirstFrame({
      ...{ path: trial.path, tools: trial.tools, signal: trial.signal },
      streamIndex: trial.facts.video.streamIndex,
      hardwareDecoding: method,
    });
    if (info !== null && outcome.exitCode === 0 && outcome.log.errorCount === 0 && isHardwareFrame(info.pixelFormat)) {
      return method;
    }
  }
  return null;
}

/** Frames that come down from a decoder of the hardware are NV12 or P010; those of the processor are planar. */
function isHardwareFrame(pixelFormat: string | null): boolean {
  return pixelFormat !== null && /^(nv12|p01[026]|cuda|vaapi|videotoolbox|d3d11)/.test(pixelFormat);
}
