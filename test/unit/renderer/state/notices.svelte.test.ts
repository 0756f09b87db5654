import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (notices: Notices) => notices.shown.map(({ text }) => text);

describe('Notices', () => {
  test('show what was done for a while, and failures until they are closed', () => {
    const notices = new Notices(({ code }) => `words of ${code}`);
    notices.tell('Saved.');
    notices.fail(new EngineError('disk-full', 'no space'));
    expect(texts(notices)).toEqual(['Saved.', 'words of disk-full']);
    vi.runAllTimers();
    expect(texts(notices)).toEqual(['words of disk-full']);
    notices.close(notices.shown[0]!.noticeId);
    expect(notices.shown).toEqual([]);
  });

  test('word a bug as one, and say nothing of what was stopped', () => {
    const notices = new Notices(({ code }) => code);
    notices.fail(new TypeError('x is not a function'));
    notices.fail(new EngineError('aborted', 'stopped'));
    expect(texts(notices)).toEqual(['internal']);
  });

  test('show the same words once, and three at most', () => {
    const notices = new Notices(({ code }) => code);
    for (const text of ['a', 'b', 'a', 'c', 'd']) {
      notices.tell(text);
    }
    expect(texts(notices)).toEqual(['a', 'c', 'd']);
  });
});
