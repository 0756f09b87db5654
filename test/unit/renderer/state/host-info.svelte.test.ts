import { describe, expect, test, vi } from 'vitest';
import type { HostRequest } from '../../../../electron/contract/host.ts';
import { HostInfo } from '../../../../renderer/state/host-info.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';

const described = {
  kind: 'desktop' as const,
  platform: 'linux' as const,
  version: '0.1.0',
  capabilities: {
    canChoose: true,
    canReveal: true,
    canDragOut: true,
    hasDropPaths: true,
    canOpenLogs: true,
    canKeepSecrets: true,
  },
  isReadOnly: true,
};

describe('HostInfo', () => {
  test('can nothing until it is known what the host can', async () => {
    let ask = (_request: HostRequest): void => {};
    const asked: HostRequest[] = [];
    const { callEngine } = connectLoopback({
      'host.describe': async () => described,
      'host.watch': (_params, { onProgress }) => {
        ask = onProgress;
        return new Promise(() => {});
      },
    });
    const host = new HostInfo(callEngine, (request) => asked.push(request));
    expect([host.described, host.capabilities.canChoose, host.isReadOnly]).toEqual([null, false, false]);
    void host.start();
    await vi.waitFor(() => expect(host.capabilities.canChoose).toBe(true));
    expect(host.isReadOnly).toBe(true);
    ask({ kind: 'command', commandId: 'library.add' });
    await vi.waitFor(() => expect(asked).toEqual([{ kind: 'command', commandId: 'library.add' }]));
  });

  test('ends quietly when the connection does', async () => {
    const { callEngine, close } = connectLoopback({
      'host.describe': async () => described,
      'host.watch': () => new Promise(() => {}),
    });
    const host = new HostInfo(callEngine, () => {});
    const started = host.start();
    await vi.waitFor(() => expect(host.described).not.toBeNull());
    close();
    await started;
  });

  test('reports a fault once, with its stack, cut to what is allowed, and twenty at most', async () => {
    const reports: { message: string; stack: string | null }[] = [];
    const { callEngine } = connectLoopback({
      'host.reportFault': async (report) => {
        reports.push(report);
        return {};
      },
    });
    const host = new HostInfo(callEngine, () => {});
    expect(host.reportFault(new TypeError('no such thing'))).toBe(true);
    expect(host.reportFault(new TypeError('no such thing'))).toBe(false);
    host.reportFault('x'.repeat(5000));
    await vi.waitFor(() => expect(reports).toHaveLength(2));
    expect(reports[0]!.message).toBe('TypeError: no such thing');
    expect(reports[0]!.stack).toContain('host-info');
    expect([reports[1]!.message.length, reports[1]!.stack]).toEqual([2000, null]);
    const taken = Array.from({ length: 30 }, (_, index) => host.reportFault(`fault ${String(index)}`));
    expect(taken.filter(Boolean)).toHaveLength(18);
  });
});
