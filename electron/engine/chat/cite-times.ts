import type { ChatCitation } from '../../contract/chat.ts';
import { rangeText } from './answer-text.ts';
import type { Reel } from './looking/reel.ts';
import { timesIn } from './model-text.ts';
import type { ModelRun } from './tasks/model-run.ts';

/** A moment that is named as one second is cited with what lies around it. */
const momentSeconds = 0.5;

export interface CiteOptions {
  readonly areClipsNamed: boolean;
  /** What the model's seconds are. */
  readonly clock: Pick<ModelRun, 'shown' | 'isSameClock'>;
}

/**
 * Finds the times that a model's text names, and tells them in the times of the clips: where the model saw something
 * else than one clip from its beginning, the text is given the clip's own times in their place. Times outside of what
 * was looked at are left as they stand, and are no citation.
 */
export function citeTimes(
  text: string,
  reel: Reel,
  { areClipsNamed, clock }: CiteOptions,
): { readonly text: string; readonly citations: ChatCitation[] } {
  const citations: ChatCitation[] = [];
  let out = '';
  let from = 0;
  for (const { span: named, textSpan } of timesIn(text)) {
    const span = clock.shown(named);
    const isMoment = span.startSeconds === span.endSeconds;
    const around = isMoment
      ? { startSeconds: Math.max(0, span.startSeconds - momentSeconds), endSeconds: span.endSeconds + momentSeconds }
      : span;
    const isInside = span.startSeconds <= reel.durationSeconds && span.endSeconds <= reel.durationSeconds + 1;
    const [window] = isInside ? reel.toClips(around) : [];
    if (window === undefined) continue;
    out += text.slice(from, textSpan.start);
    from = textSpan.end;
    const start = out.length;
    const said = text.slice(textSpan.start, textSpan.end);
    out +=
      reel.isPlain && clock.isSameClock && !areClipsNamed
        ? said
        : `${areClipsNamed ? `${window.title} ` : ''}${rangeText(window.range)}`;
    citations.push({ ...window, textSpan: { start, end: out.length } });
  }
  return { text: out + text.slice(from), citations };
}
