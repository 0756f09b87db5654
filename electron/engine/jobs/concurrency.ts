export interface MachineSize {
  readonly coreCount: number;
  readonly memoryBytes: number;
}

/** A job keeps a decoder and the analysers of one video: ffmpeg alone uses several cores and some hundred megabytes. */
const coresPerJob = 4;
const memoryBytesPerJob = 1.5 * 1024 ** 3;
const memoryBytesForTheRest = 2 * 1024 ** 3;
const maxJobCount = 4;

/** How many videos are analysed at once on a machine: at least one, bounded by cores and by memory. */
export function concurrencyFor({ coreCount, memoryBytes }: MachineSize): number {
  const byCores = Math.floor(coreCount / coresPerJob);
  const byMemory = Math.floor((memoryBytes - memoryBytesForTheRest) / memoryBytesPerJob);
  return Math.max(1, Math.min(byCores, byMemory, maxJobCount));
}
