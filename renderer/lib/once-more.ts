/**
 * Calls in a row become one call and, where one came while the first was under way, one more after it: the last answer
 * is never older than the last call, and answers do not overtake each other. Rejects as `work` does.
 */
export function onceMore(work: () => Promise<void>): () => Promise<void> {
  let isStale = false;
  let isWorking = false;
  return async () => {
    isStale = true;
    if (isWorking) {
      return;
    }
    isWorking = true;
    try {
      while (isStale) {
        isStale = false;
        await work();
      }
    } finally {
      isWorking = false;
    }
  };
}
