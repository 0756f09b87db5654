import type { ExternalLink } from '../contract/host.ts';
import { projectAddress } from './project-address.ts';

/** The only addresses that are ever opened outside, by their names in the contract. */
export const externalLinks: Readonly<Record<ExternalLink, string>> = {
  project: projectAddress,
  'report-a-problem': `${projectAddress}/issues`,
  'yolox-licence': 'https://github.com/Megvii-BaseDetection/YOLOX/blob/main/LICENSE',
  'ffmpeg-licence': 'https://ffmpeg.org/legal.html',
};
