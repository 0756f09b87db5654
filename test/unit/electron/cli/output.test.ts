import { describe, expect, test, vi } from 'vitest';
import { Output, type ProgressLine } from '../../../../electron/cli/output.ts';
import { widthOf } from '../../../../electron/cli/text-width.ts';

class KeptStreams {
  out = '';
  err = '';
  readonly stdout = { write: (text: string) => (this.out += text) };
  readonly stderr: { write(text: string): unknown; isTTY?: boolean; columns?: number };

  constructor(terminalColumns: number | null) {
    this.stderr = {
      write: (text: string) => (this.err += text),
      ...(terminalColumns === null ? {} : { isTTY: true, columns: terminalColumns }),
    };
  }

  /** What a terminal shows of the last line: everything after the last time it was cleared. */
  get shown(): string {
    return this.err.split('\r\u001b[2K').at(-1)!;
  }
}

const working: ProgressLine = {
  label: 'analysing holiday in the mountains, third day, morning.mp4',
  doneShare: 0.421,
  detail: '12.3 × real time',
  remainingSeconds: 75,
  waitingCount: 2,
};

function outputOn({
  columns = null,
  isJson = false,
  isQuiet = false,
}: {
  columns?: number | null;
  isJson?: boolean;
  isQuiet?: boolean;
}) {
  const streams = new KeptStreams(columns);
  return { streams, output: new Output({ isJson, isQuiet }, streams) };
}

describe('the result', () => {
  test('is text, or with --json exactly one document in one line, and nothing else is on standard output', () => {
    for (const isJson of [false, true]) {
      const { streams, output } = outputOn({ isJson, columns: 80 });
      output.note('a note');
      output.warn('a warning');
      output.progress(working);
      output.result({ text: 'two\nlines' }, 'two\nlines');
      expect(streams.out).toBe(isJson ? '{"text":"two\\nlines"}\n' : 'two\nlines\n');
    }
  });

  test('is nothing at all where there is no text to show', () => {
    const { streams, output } = outputOn({});
    output.result({ error: {} }, '');
    expect(streams.out).toBe('');
  });

  test('of a step within a command is not the result of the command', () => {
    const { streams, output } = outputOn({ columns: 80 });
    const step = output.withoutResult();
    step.result({}, 'a part');
    step.progress(working);
    expect(streams.out).toBe('');
    expect(streams.shown).toContain('%');
  });

  test('shows no control characters that a file name holds, which a terminal would obey', () => {
    const { streams, output } = outputOn({});
    output.result({}, 'evil \u001b[31mred\u0007.mp4\nnext line');
    output.warn('evil \u009b31m\r.mp4');
    expect(streams.out).toBe('evil �[31mred�.mp4\nnext line\n');
    expect(streams.err).toBe('evil �31m�.mp4\n');
  });
});

describe('notes and warnings', () => {
  test('with --quiet only warnings are left', () => {
    const { streams, output } = outputOn({ isQuiet: true, columns: 80 });
    output.note('a note');
    output.progress(working);
    output.warn('a warning');
    expect(streams.err).toBe('a warning\n');
  });

  test('stand on lines of their own, not in the progress bar', () => {
    const { streams, output } = outputOn({ columns: 80 });
    output.progress(working);
    output.warn('a warning');
    expect(streams.err.endsWith('\r\u001b[2Ka warning\n')).toBe(true);
  });
});

describe('progress on a terminal', () => {
  test('is one line: bar, share, what, speed, time left and what comes after', () => {
    const { streams, output } = outputOn({ columns: 160 });
    output.progress(working);
    expect(streams.shown).toBe(
      '[██████████··············]   42 %  analysing holiday in the mountains, third day, morning.mp4  ' +
        '12.3 × real time  1:15 left, 2 more jobs after it',
    );
    output.progress({ ...working, doneShare: 1, remainingSeconds: null, waitingCount: 1, label: 'done', detail: '' });
    expect(streams.shown).toBe('[████████████████████████]  100 %  done  1 more job after it');
    expect(streams.err).not.toContain('\n');
  });

  test('never wraps, and keeps the share and the time left when there is little room', () => {
    for (const columns of [200, 120, 100, 80, 60, 50, 40]) {
      for (const label of [working.label, 'short', '漢字の名前のとても長いビデオファイル.mp4'.repeat(3)]) {
        const { streams, output } = outputOn({ columns });
        output.progress({ ...working, label, waitingCount: 0 });
        expect(widthOf(streams.shown)).toBeLessThan(columns);
        expect(streams.shown).toContain('42 %');
        expect(streams.shown).toContain('1:15 left');
      }
    }
  });

  test('shows no bar where nobody knows how far it is', () => {
    const { streams, output } = outputOn({ columns: 80 });
    output.progress({ label: 'looking', doneShare: null, detail: '3 files', remainingSeconds: null });
    expect(streams.shown).toBe('looking  3 files');
    output.progress({ ...working, doneShare: 1.7 });
    expect(streams.shown).toContain('100 %');
  });

  test('is cleared away before the result', () => {
    const { streams, output } = outputOn({ columns: 80 });
    output.progress(working);
    output.result({}, 'done');
    expect(streams.shown).toBe('');
  });
});

describe('progress elsewhere', () => {
  test('is a plain line now and then', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { streams, output } = outputOn({});
      for (let second = 0; second < 12; second += 1) {
        output.progress(working);
        vi.advanceTimersByTime(1000);
      }
      const line =
        ' 42 %  analysing holiday in the mountains, third day, morning.mp4  12.3 × real time  1:15 left, 2 more jobs after it';
      expect(streams.err.split('\n').map((text) => text.trim())).toEqual([line.trim(), line.trim(), line.trim(), '']);
    } finally {
      vi.useRealTimers();
    }
  });
});
