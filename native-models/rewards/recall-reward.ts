/** Says whether a description entails an event; a language model behind a port. Null: it could not say. */
export type JudgeEntailment = (
  event: string,
  description: string,
  options: { readonly signal: AbortSignal },
) => Promise<boolean | null>;

export interface RecallRequest {
  /** Events of the reference caption, split beforehand. */
  readonly events: readonly string[];
  readonly description: string;
  readonly judge: JudgeEntailment;
  readonly signal: AbortSignal;
}

/**
 * Share of the reference's events that a description entails, 0..1 (VideoChat-R1, captions; the paper's thresholds are
 * not published, so the share itself is the reward). Null, which leaves a group's baseline alone, without events or when
 * the judge could not say for one of them.
 */
export async function recallReward({ events, description, judge, signal }: RecallRequest): Promise<number | null> {
  if (events.length === 0) {
    return null;
  }
  let entailedCount = 0;
  for (const event of events) {
    signal.throwIfAborted();
    const isEntailed = await judge(event, description, { signal });
    if (isEntailed === null) {
      return null;
    }
    entailedCount += isEntailed ? 1 : 0;
  }
  return entailedCount / events.length;
}
