import { migration001 } from './001-first.ts';
import { migration002 } from './002-workstation.ts';
import { migration003 } from './003-video-list.ts';
import { migration004 } from './004-tracks.ts';
import { migration005 } from './005-chat.ts';
import { migration006 } from './006-teaching.ts';

export interface Migration {
  /** `user_version` of the database after it; numbers have no gaps. */
  readonly number: number;
  readonly sql: string;
}

/** In order. A released migration is never edited: a change is a new file with the next number. */
export const migrations: readonly Migration[] = [
  { number: 1, sql: migration001 },
  { number: 2, sql: migration002 },
  { number: 3, sql: migration003 },
  { number: 4, sql: migration004 },
  { number: 5, sql: migration005 },
  { number: 6, sql: migration006 },
];
