import { describe, expect, test } from 'vitest';
import { serverErrorCodes } from '../../../../electron/contract/chat-servers.ts';
import { sendingText, serverErrorText } from '../../../../electron/words/server-text.ts';
import { languages, wordsIn, type Language } from '../../../../electron/words/words.ts';

const en = wordsIn('en');
const de = wordsIn('de');
const host = 'gpu:8000';
const megabytes = /\d[.,]\d/;

describe.each(languages)('a failure of a server in %s', (language: Language) => {
  test.each(serverErrorCodes.options)('%s is sentences that say what to do, with and without its values', (code) => {
    const full = { host, model: 'qwen', status: 500, reason: 'x', seconds: 60, retryAfterSeconds: 30, limit: 4 };
    const numbers = { tokenCount: 40000, contextTokenCount: 32768, sentBytes: 70e6, kind: 'frames', frameCount: 3 };
    for (const details of [{}, { host }, { ...full, ...numbers, isEncrypted: 0 }]) {
      const text = serverErrorText({ code, details }, wordsIn(language));
      expect(text).toMatch(/\. .*[.“”]$/s);
      expect(text).not.toMatch(/[{}]|servers\.|undefined|NaN/);
    }
  });
});

describe('serverErrorText', () => {
  test('says the values', () => {
    const text = (code: string, details: Record<string, string | number>) =>
      serverErrorText({ code: code as 'server-busy', details: { host, model: 'qwen', ...details } }, en);
    expect(text('server-busy', { retryAfterSeconds: 120 })).toContain('in 120 seconds');
    expect(text('server-busy', { isQuota: 1 })).toContain('quota');
    expect(text('server-unreachable', { reason: 'refused' })).toContain('Nothing answers at gpu:8000.');
    expect(text('server-pictures', { limit: 4 })).toContain('only 4 pictures');
    expect(text('context-too-long', { tokenCount: 40000, contextTokenCount: 32768 })).toContain(
      'about 40,000 tokens, where it takes 32,768',
    );
    expect(text('server-refused', { status: 500, reason: 'CUDA error' })).toMatch(/HTTP 500.*It says: “CUDA error”$/);
    expect(text('network', {})).toBeNull();
  });

  test('says what would leave this machine', () => {
    const sending = {
      serverId: '',
      host,
      kind: 'frames',
      frameCount: 40,
      sentBytes: 1_234_000,
      isEncrypted: 1,
    } as const;
    expect(sendingText(sending, en)).toBe(
      '40 frames and the question (1.23 MB) are sent to gpu:8000. Until now nothing has left this machine.',
    );
    expect(sendingText({ ...sending, isEncrypted: 0 }, de)).toMatch(/^40 Bilder .*1,23 MB.*nicht verschlüsselt/);
    expect(serverErrorText({ code: 'sending-not-allowed', details: { ...sending } }, en)).toMatch(megabytes);
  });
});
