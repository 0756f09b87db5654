import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { CallContext, Handlers, ParsedParams, Result } from '../../../../electron/contract/index.ts';
import { noFilters, SearchSession } from '../../../../renderer/state/search-session.svelte.ts';
import { connectLoopback, loopback } from '../../../helpers/loopback.ts';
import { answerOf, hitOf, planOf, thingAtom } from '../../../helpers/search-answers.ts';

type Query = Handlers['search.query'];

/** A session whose queries are answered by hand. */
function sessionByHand() {
  const asked: ParsedParams<'search.query'>[] = [];
  const answers: ((result: Result<'search.query'>) => void)[] = [];
  const contexts: CallContext<'search.query'>[] = [];
  const query: Query = (params, context) => {
    asked.push(params);
    contexts.push(context);
    return new Promise((resolve, reject) => {
      answers.push(resolve);
      context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true });
    });
  };
  return { session: new SearchSession(loopback({ 'search.query': query })), asked, answers, contexts };
}

const untilAsked = (asked: readonly unknown[], count: number) =>
  vi.waitFor(() => expect(asked).toHaveLength(count), { interval: 1 });

const person = thingAtom('a1', 'person');
const table = thingAtom('a2', 'table');
const both = answerOf({ plan: planOf('person at table', [person, table]) });

describe('SearchSession', () => {
  test('shows what it found', async () => {
    const session = new SearchSession(loopback({ 'search.query': async () => answerOf() }));
    session.text = ' person ';
    await session.submit();
    expect(session.status).toEqual({ kind: 'done', result: answerOf() });
    expect(session.result?.hits).toEqual([hitOf()]);
  });

  test('asks nothing for an empty box', async () => {
    const session = new SearchSession(loopback({}));
    session.text = '  ';
    await session.submit();
    expect(session.status).toEqual({ kind: 'idle' });
  });

  test('lets the later query win, even when the earlier one answers last', async () => {
    const waiting = new Map<string, (result: Result<'search.query'>) => void>();
    const query: Query = ({ text }) => new Promise((resolve) => waiting.set(text, resolve));
    const session = new SearchSession(loopback({ 'search.query': query }));
    session.text = 'dog';
    const dog = session.submit();
    session.text = 'cat';
    const cat = session.submit();
    await vi.waitFor(() => expect(waiting.size).toBe(2));
    waiting.get('cat')!(answerOf({ plan: planOf('cat') }));
    await cat;
    waiting.get('dog')!(answerOf({ plan: planOf('dog') }));
    await dog;
    expect(session.result?.plan.text).toBe('cat');
  });

  test('stops the earlier query in the engine', async () => {
    const { session, asked, contexts } = sessionByHand();
    session.text = 'dog';
    void session.submit();
    await untilAsked(asked, 1);
    session.text = 'cat';
    void session.submit();
    await untilAsked(asked, 2);
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  test('tells progress while it runs', async () => {
    const { session, asked, answers, contexts } = sessionByHand();
    session.text = 'dog';
    const query = session.submit();
    expect(session.status).toEqual({ kind: 'running', progress: null, previous: null });
    await untilAsked(asked, 1);
    contexts[0]!.onProgress({ doneCount: 1, totalCount: 2 });
    await vi.waitFor(() =>
      expect(session.status).toMatchObject({ kind: 'running', progress: { doneCount: 1, totalCount: 2 } }),
    );
    answers[0]!(answerOf());
    await query;
    expect(session.status.kind).toBe('done');
  });

  test('asks again without a part that is taken out, and with it when it is put back', async () => {
    const query = vi.fn<Query>(async () => both);
    const session = new SearchSession(loopback({ 'search.query': query }));
    session.text = 'person at table';
    await session.submit();
    session.text = 'something else is being typed';
    await session.removeAtom(table);
    expect(query.mock.lastCall![0]).toMatchObject({ text: 'person at table', withoutAtoms: ['a2'] });
    expect([session.activeAtoms, session.removedAtoms]).toEqual([[person], [table]]);
    await session.removeAtom(table);
    expect(query).toHaveBeenCalledTimes(2);
    await session.restoreAtom(table);
    expect(query.mock.lastCall![0]).toMatchObject({ withoutAtoms: [] });
    expect([session.activeAtoms, session.removedAtoms]).toEqual([[person, table], []]);
  });

  test('keeps the chip of a part that the engine no longer names in its plan', async () => {
    const query: Query = async ({ withoutAtoms }) =>
      withoutAtoms.length === 0 ? both : answerOf({ plan: planOf('person at table', [person]) });
    const session = new SearchSession(loopback({ 'search.query': query }));
    session.text = 'person at table';
    await session.submit();
    await session.removeAtom(table);
    expect([session.activeAtoms, session.removedAtoms]).toEqual([[person], [table]]);
  });

  test('keeps the earlier answer on the page while a chip is taken out', async () => {
    const { session, asked, answers } = sessionByHand();
    session.text = 'person at table';
    const first = session.submit();
    await untilAsked(asked, 1);
    answers[0]!(both);
    await first;
    const second = session.removeAtom(table);
    expect(session.status).toMatchObject({ kind: 'running', previous: both });
    session.stop();
    await second;
    expect(session.status).toEqual({ kind: 'done', result: both });
  });

  test('asks without floor for the weaker matches, and with it for new words', async () => {
    const query = vi.fn<Query>(async () => answerOf({ weakerCount: 3 }));
    const session = new SearchSession(loopback({ 'search.query': query }));
    session.text = 'dog';
    await session.submit();
    await session.showWeaker();
    expect(session.isShowingWeaker).toBe(true);
    await session.submit();
    expect(query.mock.calls.map(([{ floor }]) => floor)).toEqual([null, 0, null]);
    expect(session.isShowingWeaker).toBe(false);
  });

  test('is idle after a stop and after being emptied', async () => {
    const { session, asked } = sessionByHand();
    session.text = 'dog';
    const query = session.submit();
    await untilAsked(asked, 1);
    session.stop();
    await query;
    expect([session.status, session.text]).toEqual([{ kind: 'idle' }, 'dog']);
    const other = session.submit();
    session.clear();
    await other;
    expect([session.status, session.text]).toEqual([{ kind: 'idle' }, '']);
  });

  test('keeps the code of what failed', async () => {
    const error = new EngineError('library-corrupt', 'no');
    const session = new SearchSession(loopback({ 'search.query': () => Promise.reject(error) }));
    session.text = 'dog';
    await session.submit();
    expect(session.status).toMatchObject({ kind: 'failed', error: { code: 'library-corrupt' } });
  });

  test('fails when the connection ends in mid-query', async () => {
    const { callEngine, close } = connectLoopback({ 'search.query': () => new Promise(() => {}) });
    const session = new SearchSession(callEngine);
    session.text = 'dog';
    const query = session.submit();
    close();
    await query;
    expect(session.status).toMatchObject({ kind: 'failed', error: { code: 'disconnected' } });
  });

  test('keeps the earlier answer on the page while new words are asked', async () => {
    const { session, asked, answers } = sessionByHand();
    session.text = 'dog';
    const first = session.submit();
    await untilAsked(asked, 1);
    answers[0]!(both);
    await first;
    session.text = 'cat';
    void session.submit();
    expect(session.result).toEqual(both);
  });

  test('asks again with what narrows it, and new words keep that', async () => {
    const query = vi.fn<Query>(async () => answerOf());
    const session = new SearchSession(loopback({ 'search.query': query }));
    const videoIds = [videoIdSchema.parse('v1')];
    await session.searchIn({ videoIds, title: 'clip.mp4' });
    expect(query).not.toHaveBeenCalled();
    session.text = 'dog';
    await session.submit();
    await session.filterBy({ name: 'drone', withoutChannels: ['speech'] });
    expect(query.mock.lastCall![0]).toMatchObject({
      text: 'dog',
      videoIds,
      filter: { name: 'drone' },
      withoutChannels: ['speech'],
    });
    session.text = 'cat';
    await session.submit();
    expect(query.mock.lastCall![0]).toMatchObject({ text: 'cat', videoIds, filter: { name: 'drone' } });
    await session.searchIn(null);
    await session.filterBy(noFilters);
    expect(query.mock.lastCall![0]).toMatchObject({ videoIds: null, filter: { name: null }, withoutChannels: [] });
  });

  test('asks again with the next connection what failed for want of one, and nothing else', async () => {
    const query = vi.fn<Query>(() => Promise.reject(new EngineError('disconnected', 'no')));
    const session = new SearchSession(loopback({ 'search.query': query }));
    await session.start();
    session.text = 'dog';
    await session.submit();
    query.mockImplementation(async () => answerOf());
    await session.start();
    expect(session.status.kind).toBe('done');
    await session.start();
    expect(query).toHaveBeenCalledTimes(2);
  });

  test('asks for more where the answer is as long as it may be', async () => {
    const hits = Array.from({ length: 100 }, (_, index) => hitOf({ hitId: `hit-${index}` }));
    const query = vi.fn<Query>(async () => answerOf({ hits }));
    const session = new SearchSession(loopback({ 'search.query': query }));
    session.text = 'dog';
    await session.submit();
    expect(session.hasMore).toBe(true);
    await session.showMore();
    expect(query.mock.lastCall![0].limit).toBe(200);
    expect(session.hasMore).toBe(false);
  });

  test('tells what a person asked, and every answer', async () => {
    const told: string[] = [];
    const session = new SearchSession(
      loopback({ 'search.query': async ({ text }) => answerOf({ plan: planOf(text) }) }),
      {
        onAsk: (text) => told.push(`ask ${text}`),
        onAnswer: ({ plan }) => told.push(`answer ${plan.text}`),
      },
    );
    session.text = ' dog ';
    await session.submit();
    await session.repeat();
    expect(told).toEqual(['ask dog', 'answer dog', 'answer dog']);
  });
});
