import { expect, test } from 'vitest';
import { EngineError } from '../../../../../electron/contract/errors.ts';
import { exportIdSchema } from '../../../../../electron/contract/ids.ts';
import type { Handlers } from '../../../../../electron/contract/index.ts';
import { PreparedExport } from '../../../../../renderer/features/export/prepared-export.svelte.ts';
import { sizeText } from '../../../../../renderer/features/export/size-text.ts';
import { loopback } from '../../../../helpers/loopback.ts';

const fileOf = (format: string) => ({
  exportId: exportIdSchema.parse(`x-${format}`),
  fileName: `moments.${format}`,
  sizeBytes: 10,
  momentCount: 2,
});

test('the last choice is what is offered, whichever answers first', async () => {
  const answers: Record<string, () => void> = {};
  const prepare: Handlers['export.prepare'] = ({ format }) =>
    new Promise((resolve) => (answers[format] = () => resolve(fileOf(format))));
  const prepared = new PreparedExport(loopback({ 'export.prepare': prepare }));
  const csv = prepared.prepare({ kind: 'selection' }, 'csv');
  const json = prepared.prepare({ kind: 'selection' }, 'json');
  expect(prepared.status.kind).toBe('preparing');
  await expect.poll(() => Object.keys(answers)).toEqual(['csv', 'json']);
  answers['json']!();
  await json;
  answers['csv']!();
  await csv;
  expect(prepared.status).toEqual({ kind: 'ready', file: fileOf('json') });
});

test('nothing to export asks nothing, and a failure keeps its code', async () => {
  const prepare = () => Promise.reject(new EngineError('disk-full', 'no'));
  const prepared = new PreparedExport(loopback({ 'export.prepare': prepare }));
  await prepared.prepare(null, 'csv');
  expect(prepared.status).toEqual({ kind: 'nothing' });
  await prepared.prepare({ kind: 'selection' }, 'csv');
  expect(prepared.status).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } });
});

test.each([
  [812, '812 bytes'],
  [12_410, '12.4 kB'],
  [3_100_000, '3.1 MB'],
])('%d bytes are %s', (sizeBytes, text) => {
  expect(sizeText(sizeBytes)).toBe(text);
});
