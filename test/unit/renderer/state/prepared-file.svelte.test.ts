import { expect, test } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { PreparedFile } from '../../../../renderer/state/prepared-file.svelte.ts';

test('the last choice is what is offered, whichever answers first', async () => {
  const prepared = new PreparedFile<string>();
  const answers: (() => void)[] = [];
  const write = (file: string) => () => new Promise<string>((resolve) => answers.push(() => resolve(file)));
  const csv = prepared.prepare(write('csv'));
  const json = prepared.prepare(write('json'));
  expect(prepared.status.kind).toBe('preparing');
  answers[1]!();
  await json;
  answers[0]!();
  await csv;
  expect(prepared.status).toEqual({ kind: 'ready', file: 'json' });
});

test('the choice of before is stopped', async () => {
  const prepared = new PreparedFile<string>();
  let stopped: AbortSignal | null = null;
  void prepared.prepare((signal) => {
    stopped = signal;
    return new Promise(() => {});
  });
  await prepared.prepare(async () => 'new');
  expect(stopped!.aborted).toBe(true);
});

test('nothing to export asks nothing, and a failure keeps its code', async () => {
  const prepared = new PreparedFile<string>();
  await prepared.prepare(null);
  expect(prepared.status).toEqual({ kind: 'nothing' });
  await prepared.prepare(() => Promise.reject(new EngineError('disk-full', 'no')));
  expect(prepared.status).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } });
});
