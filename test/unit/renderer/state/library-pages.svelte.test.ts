import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import type { ParsedParams } from '../../../../electron/contract/index.ts';
import { LibraryPages } from '../../../../renderer/state/library-pages.svelte.ts';
import { clipOf, videoId, windowOf } from '../../../helpers/clips.ts';
import { loopback } from '../../../helpers/loopback.ts';

type Asked = ParsedParams<'library.list'>;

/** A library whose clips a test can change. */
function libraryOf(count: number) {
  const library = { clips: Array.from({ length: count }, (_, index) => clipOf(`c${index}`)), asked: [] as Asked[] };
  const pages = new LibraryPages(
    loopback({
      'library.list': async (params) => {
        library.asked.push(params);
        return windowOf(library.clips, params);
      },
    }),
  );
  return { library, pages };
}

const until = (check: () => void) => vi.waitFor(check, { interval: 1 });
const query = { order: 'title', isDescending: false, filter: {} } as const;

describe('LibraryPages', () => {
  test('fetches what is in sight and knows how many there are', async () => {
    const { library, pages } = libraryOf(1000);
    pages.ask(query);
    await until(() => expect(pages.totalCount).toBe(1000));
    pages.want(290, 310);
    await until(() => expect(pages.videoAt(305)?.title).toBe('c305.mp4'));
    expect(pages.videoAt(295)?.title).toBe('c295.mp4');
    expect(pages.videoAt(150)).toBeNull();
    expect(library.asked.map(({ offset }) => offset)).toEqual([0, 200, 300]);
  });

  test('asks for what stays in sight, not for all that is scrolled past', async () => {
    const { library, pages } = libraryOf(10_000);
    pages.ask(query);
    await until(() => expect(pages.totalCount).toBe(10_000));
    for (let first = 0; first < 9000; first += 60) {
      pages.want(first, first + 60);
    }
    await until(() => expect(pages.videoAt(8950)).not.toBeNull());
    expect(library.asked.length).toBeLessThan(8);
  });

  test('shows what it had until a changed library has answered, and follows a clip to its new place', async () => {
    const { library, pages } = libraryOf(5);
    pages.ask(query);
    await until(() => expect(pages.totalCount).toBe(5));
    library.clips = [clipOf('new'), ...library.clips];
    pages.refresh();
    expect(pages.videoAt(0)?.title).toBe('c0.mp4');
    await until(() => expect(pages.totalCount).toBe(6));
    expect(pages.videoAt(0)?.title).toBe('new.mp4');
    expect(pages.indexOf(videoId('c0'))).toBe(1);
  });

  test('forgets the pages of an earlier query', async () => {
    const { library, pages } = libraryOf(300);
    pages.ask(query);
    pages.want(150, 160);
    await until(() => expect(pages.videoAt(150)).not.toBeNull());
    library.clips = [clipOf('only')];
    pages.ask({ ...query, filter: { name: 'only' } });
    await until(() => expect(pages.totalCount).toBe(1));
    expect(pages.videoAt(150)).toBeNull();
    expect(library.asked.at(-1)?.filter.name).toBe('only');
  });

  test('says why clips could not be had, once, and tries again when the library changes', async () => {
    let isBroken = true;
    let askedCount = 0;
    const pages = new LibraryPages(
      loopback({
        'library.list': async (params) => {
          askedCount += 1;
          if (isBroken) throw new EngineError('library-corrupt', 'torn');
          return windowOf([clipOf('a')], params);
        },
      }),
    );
    pages.ask(query);
    await until(() => expect(pages.error?.code).toBe('library-corrupt'));
    expect(askedCount).toBe(1);
    isBroken = false;
    pages.refresh();
    await until(() => expect(pages.error).toBeNull());
    expect(pages.videoAt(0)?.title).toBe('a.mp4');
  });

  test('gives a long range in windows that are not too long', async () => {
    const { library, pages } = libraryOf(450);
    const clips = await pages.between(10, 440);
    expect(clips).toHaveLength(430);
    expect(library.asked.map(({ offset, limit }) => [offset, limit])).toEqual([
      [10, 200],
      [210, 200],
      [410, 30],
    ]);
  });
});
