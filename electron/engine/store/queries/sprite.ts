import { spriteLayoutSchema, type SpriteLayout } from '../../../contract/timeline.ts';
import type { ReadableDb } from '../database.ts';
import { readSetting } from './setting.ts';

/** How the small pictures of a video lie in its sheet; null while there is none. */
export function spriteLayoutOf(db: ReadableDb, videoId: string): SpriteLayout | null {
  const stored = readSetting(db, `sprite:${videoId}`);
  const layout = stored === null ? null : spriteLayoutSchema.safeParse(JSON.parse(stored));
  return layout?.success === true ? layout.data : null;
}
