import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnnotationReport } from '../../../electron/engine/grounding/eval-annotations.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { documentOf, timecue } from '../../helpers/timecue-process.ts';

describe.skipIf(sharedFolder === null)('timecue eval annotations on the public sets', () => {
  test.each([
    ['charades', 'charades_sta_test.json', 'whole-video', 27.0, 0.4],
    ['activitynet', 'activitynet_captions_test.json', 'whole-video', 34.6, 21.2],
    ['nextgqa', 'nextgqa_test.json', 'whole-video', 22.6, null],
    ['got10k', 'got10k_val.json', 'copy-first-box', 42.4, 32.2],
  ])('the trivial answer to %s is as good as it is known to be', async (...[set, name, baseline, meanIou, recall]) => {
    const file = join(sharedFolder!, 'annotations', name);
    const run = await timecue(['eval', 'annotations', set, '--file', file, '--baseline', baseline, '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { trivial } = documentOf<AnnotationReport>(run);
    expect((100 * trivial.meanIou).toFixed(1)).toBe(meanIou.toFixed(1));
    if (recall !== null) {
      expect((100 * trivial.recall['0.5']!).toFixed(1)).toBe(recall.toFixed(1));
    }
  });

  test('a baseline of another task and an unknown set are refused', async () => {
    const file = join(sharedFolder!, 'annotations', 'got10k_val.json');
    const whole = ['eval', 'annotations', 'got10k', '--file', file, '--baseline', 'whole-video'];
    expect(await timecue(whole)).toMatchObject({ code: 2, stdout: '' });
    expect(await timecue(['eval', 'annotations', 'imagenet', '--file', file])).toMatchObject({ code: 2, stdout: '' });
  });
});
