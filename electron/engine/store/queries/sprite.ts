import { spriteLayoutSchema, type SpriteLayout } from '../../../contract/timeline.ts';
import type { ReadableDb } from '../database.ts';
import { readSetting, readSettings } from './setting.ts';

/** How the small pictures of a video lie in its sheet; null while there is none. */
export function spriteLayoutOf(db: ReadableDb, videoId: string): SpriteLayout | null {
  return spriteLayoutFrom(readSetting(db, `sprite:${videoId}`));
}

/** Of these videos; those without a sheet are left out. */
export function spriteLayoutsOf(db: ReadableDb, videoIds: readonly string[]): ReadonlyMap<string, SpriteLayout> {
  const keys = videoIds.map((videoId) => `sprite:${videoId}`);
  return new Map(
    [...readSettings(db, keys)].flatMap(([key, stored]) => {
      const layout = spriteLayoutFrom(stored);
      return layout === null ? [] : [[key.slice('sprite:'.length), layout] as const];
    }),
  );
}

/** A layout that another version has kept and this one cannot read is none. */
function spriteLayoutFrom(stored: string | null): SpriteLayout | null {
  const layout = stored === null ? null : spriteLayoutSchema.safeParse(JSON.parse(stored));
  return layout?.success === true ? layout.data : null;
}
