import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../../../../electron/engine/ingest/subtitles/decode-text.ts';
import {
  parseSubtitles,
  parseSubtitlesInTurns,
} from '../../../../../../electron/engine/ingest/subtitles/parse-subtitles.ts';
import { sharedFolder } from '../../../../../helpers/shared.ts';

const textsOf = (text: string) => parseSubtitles(text).cues.map((cue) => cue.text);
const timesOf = (text: string) => parseSubtitles(text).cues.map((cue) => [cue.startSeconds, cue.endSeconds]);
const live = () => ({ signal: new AbortController().signal });

const plainSrt = `1
00:00:01,500 --> 00:00:03,000
Hello there.

2
00:01:00,000 --> 01:00:00,250
Two
lines.
`;

function generateSrt(cueCount: number, startOf: (index: number) => number = (index) => index): string {
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', ',');
  const cues = Array.from({ length: cueCount }, (_, index) => {
    const start = startOf(index);
    return `${index + 1}\n${clock(start)} --> ${clock(start + 1)}\nThis is <i>cue</i> ${index}\nand its second line.\n`;
  });
  return cues.join('\n');
}

describe('parseSubtitles of SubRip', () => {
  test('reads times, and lines as lines', () => {
    expect(parseSubtitles(plainSrt)).toEqual({
      cues: [
        { startSeconds: 1.5, endSeconds: 3, text: 'Hello there.' },
        { startSeconds: 60, endSeconds: 3600.25, text: 'Two\nlines.' },
      ],
      malformedCount: 0,
    });
  });

  test.each([
    ['carriage returns and line feeds', plainSrt.replaceAll('\n', '\r\n')],
    ['carriage returns alone', plainSrt.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${plainSrt}`],
    ['no cue numbers', plainSrt.replace(/^\d$\n/gm, '')],
    ['dots before the milliseconds', plainSrt.replaceAll(',', '.')],
    ['an empty line after every line', plainSrt.replaceAll('\n', '\n\n')],
    ['no empty lines', plainSrt.replaceAll('\n\n', '\n')],
    ['spaces around everything', plainSrt.replaceAll('\n', '  \n\t')],
    ['no line end at the end', plainSrt.trimEnd()],
    ['short arrows', plainSrt.replaceAll('-->', '->')],
    ['coordinates after the times', plainSrt.replace('03,000', '03,000  X1:100 X2:200 Y1:1 Y2:2')],
    ['the number of a cue that is cut off', `${plainSrt}\n3\n`],
  ])('reads the same from a file with %s', (_, text) => {
    expect(parseSubtitles(text)).toEqual(parseSubtitles(plainSrt));
  });

  test('needs no hours, and takes what digits there are', () => {
    expect(timesOf('01:02.5 --> 1:03\na\n\n00:00:5,000 --> 00:00:6,1234\nb\n\n100:00:00,0 --> 100:00:01,0\nc')).toEqual(
      [
        [5, 6.1234],
        [62.5, 63],
        [360_000, 360_001],
      ],
    );
  });

  test('keeps text after an empty line inside of a cue', () => {
    expect(
      textsOf('1\n00:00:01,000 --> 00:00:02,000\nfirst\n\nsecond\n\n2\n00:00:03,000 --> 00:00:04,000\nthird'),
    ).toEqual(['first\nsecond', 'third']);
  });

  test('keeps a text that is only a number', () => {
    expect(textsOf('1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n1984\n')).toEqual([
      '42',
      '1984',
    ]);
    expect(textsOf('00:00:01,000 --> 00:00:02,000\n42\n\n00:00:03,000 --> 00:00:04,000\nhours')).toEqual([
      '42',
      'hours',
    ]);
  });

  test('keeps an arrow that somebody wrote', () => {
    expect(parseSubtitles('1\n00:00:01,000 --> 00:00:02,000\nParis\n--> Rome\n')).toEqual({
      cues: [{ startSeconds: 1, endSeconds: 2, text: 'Paris\n--> Rome' }],
      malformedCount: 0,
    });
  });

  test('sorts cues and keeps those that overlap', () => {
    const text = '00:09.000 --> 00:10.000\nlast\n\n00:01.000 --> 00:05.000\nlong\n\n00:01.000 --> 00:02.000\nshort';

    expect(textsOf(text)).toEqual(['short', 'long', 'last']);
  });

  test('counts what cannot be read, and goes on behind it', () => {
    const text = `1
00:00:01,000 --> soon
lost

2
00:00:05,000 --> 00:00:04,000
backwards

3
00:00:06,000 --> 00:00:06,000
of no length

4
--> 00:00:07,000
lost too

5
00:00:08,000 --> 00:00:09,000
kept
`;
    expect(parseSubtitles(text)).toEqual({
      cues: [{ startSeconds: 8, endSeconds: 9, text: 'kept' }],
      malformedCount: 4,
    });
  });

  test('does not give the words of a broken cue to the one before it', () => {
    expect(parseSubtitles('00:01.000 --> 00:02.000\nmine\n2\n00:03.000 --> x\nnot mine')).toEqual({
      cues: [{ startSeconds: 1, endSeconds: 2, text: 'mine' }],
      malformedCount: 1,
    });
  });

  test('leaves out cues without words', () => {
    expect(parseSubtitles('00:01.000 --> 00:02.000\n\n\n00:03.000 --> 00:04.000\n<i> </i>\n')).toEqual({
      cues: [],
      malformedCount: 0,
    });
  });

  test('counts a cue of endless text as malformed', () => {
    expect(parseSubtitles(`00:01.000 --> 00:02.000\n${'word '.repeat(5000)}\n\n00:03.000 --> 00:04.000\nok`)).toEqual({
      cues: [{ startSeconds: 3, endSeconds: 4, text: 'ok' }],
      malformedCount: 1,
    });
  });
});

describe('parseSubtitles of WebVTT', () => {
  const vtt = `WEBVTT - with a title
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

STYLE
::cue { color: red; }

REGION
id:fred

NOTE one line --> of comment

NOTE
several lines
00:00:00.000 --> 00:00:01.000
commented out

intro
00:01.000 --> 00:02.500 align:start position:10% line:80%
<v Mary Ann>Hi, <c.loud.red>Bob</c>!</v>

00:03.000 --> 00:04.000
<00:03.500>One

this is no identifier of anything
`;

  test('skips the header, notes, styles, regions and identifiers', () => {
    expect(parseSubtitles(vtt)).toEqual({
      cues: [
        { startSeconds: 1, endSeconds: 2.5, text: 'Hi, Bob!' },
        { startSeconds: 3, endSeconds: 4, text: 'One' },
      ],
      malformedCount: 0,
    });
  });

  test('reads notes as text where they stand inside of a cue', () => {
    expect(textsOf('WEBVTT\n\n00:01.000 --> 00:02.000\nNOTE this\n')).toEqual(['NOTE this']);
  });

  test('counts a timing that is none', () => {
    expect(parseSubtitles('WEBVTT\n\nsoon --> later\nlost\n\n00:01.000 --> 00:02.000\nkept\n')).toMatchObject({
      cues: [{ text: 'kept' }],
      malformedCount: 1,
    });
  });
});

describe('the text of a cue', () => {
  test.each([
    ['<i>Hello</i> <b>you</b>', 'Hello you'],
    ['<font color="#fff">white</font>', 'white'],
    ['{\\an8}{\\i1}top{\\i0}', 'top'],
    ['{not a tag}', '{not a tag}'],
    ['one\\Ntwo<br />three', 'one\ntwo\nthree'],
    ['I &lt;3 you &amp; me &quot;too&quot;&nbsp;&#39;&#x41;&rlm;', `I <3 you & me "too" 'A`],
    ['&amp;lt; &bogus; &#0; &#xD800;', '&lt; &bogus; &#0; &#xD800;'],
    ['if 3 < 5 and 6 > 2', 'if 3 < 5 and 6 > 2'],
    ['a   b', 'a b'],
    ['a\tb\u00a0c', 'a b c'],
    ['<ruby>漢<rt>かん</rt></ruby>', '漢かん'],
    ['unclosed <i', 'unclosed <i'],
  ])('of %j is %j', (written, read) => {
    expect(textsOf(`00:01.000 --> 00:02.000\n${written}\n`)).toEqual([read]);
  });
});

describe('parseSubtitles of anything', () => {
  test('finds no cues in what is no subtitle', () => {
    expect(parseSubtitles('')).toEqual({ cues: [], malformedCount: 0 });
    expect(parseSubtitles('Just a letter.\n\nDear all,\n12\n')).toEqual({ cues: [], malformedCount: 0 });
  });

  test('gives cues that are sorted, not empty and not of no length, whatever the text', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '7',
        'WEBVTT',
        'NOTE',
        '-->',
        '00:01.000 --> 00:02.000',
        '00:03,5 --> 00:01,0',
        '<i>',
        'text',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const { cues } = parseSubtitles(lines.join('\n'));
        for (const [index, cue] of cues.entries()) {
          expect(cue.text.trim()).not.toBe('');
          expect(cue.endSeconds).toBeGreaterThan(cue.startSeconds);
          expect(cue.startSeconds).toBeGreaterThanOrEqual(cues[index - 1]?.startSeconds ?? 0);
        }
      }),
    );
  });

  test.each([
    ['an ordinary file', (size: number) => generateSrt(size)],
    ['a file in disorder', (size: number) => generateSrt(size, (index) => (index * 7919) % size)],
    ['one endless line', (size: number) => `00:01.000 --> 00:02.000\n${'<a'.repeat(size * 20)}`],
    ['open brackets', (size: number) => `00:01.000 --> 00:02.000\n${'<a {\\\n'.repeat(size)}`],
    ['digits that never become a time', (size: number) => '00:00:00,0'.repeat(size) + '\n'],
    ['empty lines', (size: number) => `00:01.000 --> 00:02.000\na${'\n'.repeat(size * 20)}-->`],
  ])('takes time in proportion to the length of %s', (_, generate) => {
    const small = generate(2000);
    const large = generate(16_000);

    // Eight times the text: 64 times the work if it were quadratic.
    expect(millisecondsOf(() => parseSubtitles(large))).toBeLessThan(
      30 *
        Math.max(
          0.5,
          millisecondsOf(() => parseSubtitles(small)),
        ),
    );
  });
});

/** The best of three: what the machine does beside it only adds. */
function millisecondsOf(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('parseSubtitlesInTurns', () => {
  test('keeps cues of the same time in the order of the file', () => {
    const texts = textsOf(`00:09.000 --> 00:10.000\nlast\n\n${generateSrt(9000, () => 1)}`);

    expect(texts.slice(0, -1).map((text) => Number(/\d+/.exec(text)?.[0]))).toEqual([...Array(9000).keys()]);
  });

  test.each([
    ['in order', generateSrt(20_000)],
    ['in disorder', generateSrt(20_000, (index) => (index * 7919) % 20_000)],
  ])('gives what parseSubtitles gives, of a file %s', async (_, text) => {
    expect(await parseSubtitlesInTurns(text, live())).toEqual(parseSubtitles(text));
  });

  test('lets others have the thread at least every thousand lines', async () => {
    const text = generateSrt(20_000, (index) => (index * 7919) % 20_000);
    const state = { turnCount: 0, isDone: false };
    const count = () => {
      state.turnCount += 1;
      if (!state.isDone) {
        setImmediate(count);
      }
    };
    setImmediate(count);

    await parseSubtitlesInTurns(text, live());
    state.isDone = true;

    expect(state.turnCount).toBeGreaterThanOrEqual(text.split('\n').length / 1000);
  });

  test('stops when aborted, with the reason', async () => {
    const controller = new AbortController();
    const parsing = parseSubtitlesInTurns(generateSrt(20_000), { signal: controller.signal });
    controller.abort();

    await expect(parsing).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe.skipIf(sharedFolder === null)('real files', () => {
  const read = (name: string) => decodeText(readFileSync(join(sharedFolder!, 'footage', name)));

  test('are read whole', () => {
    expect(textsOf(read('speech/mdn_friday.vtt'))[2]).toBe('Tell me, is the lord of the universe in?');
    expect(timesOf(read('awkward/moviepy_subtitles.srt'))[2]).toEqual([5, 6]);
    expect(textsOf(read('awkward/moviepy_subtitles-unicode.srt'))).toEqual(['ÁÉíöÙ']);
  });

  test('may have 120,000 cues', async () => {
    const { cues, malformedCount } = await parseSubtitlesInTurns(
      read('awkward_derived/derived_huge_120k_cues.srt'),
      live(),
    );

    expect([cues.length, malformedCount]).toEqual([120_000, 0]);
    expect(cues.at(-1)).toEqual({ startSeconds: 5999.95, endSeconds: 5999.99, text: 'cue number 120000' });
  });
});
