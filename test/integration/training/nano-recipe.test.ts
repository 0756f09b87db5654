import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const training = fileURLToPath(new URL('../../../native-models/training', import.meta.url));
// Debian's Python comes first: it is the one that python3-torch belongs to.
const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import torch, numpy']).status === 0,
);
const name = 'the recipe of nano VideoChat-R1';

describe.skipIf(python === undefined)(
  python === undefined ? `${name} (no Python with PyTorch and numpy here)` : name,
  () => {
    test('passes its own tests in Python', () => {
      const args = ['-m', 'unittest', 'discover', '-s', 'nano', '-p', 'test_*.py', '-t', '.'];
      const run = spawnSync(python!, args, {
        cwd: training,
        encoding: 'utf8',
        env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
      });
      expect(run.stderr).toMatch(/Ran \d+ tests[\s\S]*\nOK\s*$/);
      expect(run.status).toBe(0);
    });
  },
);
