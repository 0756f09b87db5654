import type { ChatLanguage } from '../../../contract/chat.ts';
import type { Place } from '../../../contract/plan.ts';
import type { TimeRange } from '../../../contract/time-range.ts';

/** What can be asked of the index. A subject is a text for the query planner, in English. */
export type Intent =
  | { readonly kind: 'when'; readonly subject: string }
  | { readonly kind: 'is-there'; readonly subject: string }
  | { readonly kind: 'how-often'; readonly subject: string }
  | { readonly kind: 'how-many'; readonly subject: string }
  /** Without a subject: the clips themselves. */
  | { readonly kind: 'how-long'; readonly subject: string | null }
  | { readonly kind: 'which-clip'; readonly subject: string }
  | { readonly kind: 'extreme'; readonly extreme: Extreme; readonly of: 'shot' | 'clip' }
  | { readonly kind: 'extreme'; readonly extreme: Extreme; readonly of: 'moment'; readonly subject: string }
  /** Without a topic: all that is said. */
  | { readonly kind: 'said'; readonly topic: string | null }
  | { readonly kind: 'on-screen' }
  | { readonly kind: 'shots' }
  | { readonly kind: 'where'; readonly subject: string }
  | { readonly kind: 'who-is-at'; readonly place: Place }
  | { readonly kind: 'compare' };

export type Extreme = 'first' | 'last' | 'longest' | 'shortest';

export interface Question {
  /** Null where the index has nothing to say to it. */
  readonly intent: Intent | null;
  /** Null where nothing tells it. */
  readonly language: ChatLanguage | null;
  /** Of each clip only this is asked about. */
  readonly within: TimeRange | null;
}
