import { describe, expect, test } from 'vitest';
import { runTogether, type ProgramEnd } from '../../../build/scripts/run-together.ts';

const script = (name: string, code: string) => ({ name, command: process.execPath, args: ['-e', code] });

async function endsOf(...programs: Parameters<typeof runTogether>[0]): Promise<ProgramEnd[]> {
  const ends: ProgramEnd[] = [];
  await runTogether(programs, (end) => ends.push(end));
  return ends.toSorted((a, b) => a.name.localeCompare(b.name));
}

describe('programs that run together', () => {
  test('each tell how they ended and what they said, on either stream', async () => {
    const ends = await endsOf(
      script('good', 'console.log("fine"); console.error("almost")'),
      script('worse', 'console.log("bad"); process.exit(3)'),
      { name: 'none', command: 'timecue-no-such-program', args: [] },
    );
    expect(ends).toMatchObject([
      { name: 'good', isOk: true },
      { name: 'none', isOk: false, output: expect.stringContaining('ENOENT') },
      { name: 'worse', isOk: false, output: 'bad\n' },
    ]);
    expect(ends[0]!.output.split('\n').toSorted()).toEqual(['', 'almost', 'fine']);
  });
});
