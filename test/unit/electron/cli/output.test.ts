import { describe, expect, test } from 'vitest';
import { Output } from '../../../../electron/cli/output.ts';

function streams({ isTTY = false } = {}) {
  const written = { out: '', err: '' };
  return {
    written,
    stdout: { write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.err += text), isTTY, columns: 60 },
  };
}
const line = { label: 'analysing a.mp4', doneShare: 0.5, detail: '3.0 × real time', remainingSeconds: 75 };

describe('Output', () => {
  test('puts exactly one document on standard output with --json, and the words without', () => {
    const json = streams();
    const output = new Output({ isJson: true, isQuiet: false }, json);
    output.note('a note');
    output.progress(line);
    output.result({ a: 1 }, 'one');
    expect(json.written.out).toBe('{"a":1}\n');
    expect(json.written.err).toContain('a note');

    const plain = streams();
    new Output({ isJson: false, isQuiet: false }, plain).result({ a: 1 }, 'one');
    expect(plain.written.out).toBe('one\n');
  });

  test('is silent with --quiet, but for warnings', () => {
    const quiet = streams();
    const output = new Output({ isJson: false, isQuiet: true }, quiet);
    output.note('a note');
    output.progress(line);
    output.warn('failed: b.mp4');
    expect(quiet.written.err).toBe('failed: b.mp4\n');
  });

  test('draws a bar that fits a terminal and clears it before anything else', () => {
    const terminal = streams({ isTTY: true });
    const output = new Output({ isJson: false, isQuiet: false }, terminal);
    output.progress({ ...line, label: 'analysing a very long name that no line of this terminal can hold.mp4' });
    const bar = terminal.written.err.replaceAll(/\u001b\[2K|\r/g, '');
    expect(bar.length).toBeLessThan(60);
    expect(bar).toContain('50 %');
    output.warn('failed');
    expect(terminal.written.err.endsWith('\r\u001b[2Kfailed\n')).toBe(true);
  });

  test('writes plain lines with time left where there is no terminal, not too many', () => {
    const file = streams();
    const output = new Output({ isJson: false, isQuiet: false }, file);
    output.progress(line);
    output.progress(line);
    expect(file.written.err.trimEnd().split('\n')).toHaveLength(1);
    expect(file.written.err).toContain('1:15 left');
  });
});
