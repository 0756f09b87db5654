import { afterEach, describe, expect, test } from 'vitest';
import type { ServerProfile } from '../../../../../../electron/contract/chat-servers.ts';
import { createSendRequest } from '../../../../../../electron/engine/chat/servers/http-exchange.ts';
import { probeServer } from '../../../../../../electron/engine/chat/servers/probe-server.ts';
import { readServerAddress } from '../../../../../../electron/engine/chat/servers/server-address.ts';
import { quickLimits } from '../../../../../helpers/chat-server-double/ask-double.ts';
import { ChatServerDouble } from '../../../../../helpers/chat-server-double/chat-server-double.ts';

const doubles: ChatServerDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

async function probe(profile: ServerProfile, facts: Readonly<Record<string, unknown>> = {}, key: string | null = null) {
  const double = await ChatServerDouble.start(profile, { facts, key: 'k1' });
  doubles.push(double);
  const access = { address: readServerAddress(double.base), key: key ?? 'k1' };
  const limits = { ...quickLimits, firstByteMs: 2000 };
  return probeServer(access, { send: createSendRequest({}), limits }, new AbortController().signal);
}

describe('probeServer', () => {
  test.each<[ServerProfile, string | null, number | null, boolean | null]>([
    ['vllm', '0.22.1', 32768, null],
    ['sglang', null, 32768, true],
    ['llama-cpp', 'b6900-a1b2c3d', 8192, true],
    ['ollama', '0.13.5', 16384, true],
    ['lm-studio', null, 8192, true],
    ['unknown', null, null, null],
  ])(
    'knows %s, its version %s, its context %s, and whether it sees: %s',
    async (...[profile, version, contextTokenCount, canSee]) => {
      const facts = await probe(profile);
      expect(facts).toMatchObject({ profile, version });
      expect(facts.models).toEqual([expect.objectContaining({ contextTokenCount, canSee })]);
    },
  );

  test('knows that Ollama runs a model that is not loaded with 4,096 tokens, or as many as were set', async () => {
    const show = { capabilities: ['completion'], model_info: { 'llama.context_length': 131072 } };
    const contextOf = async (parameters: string) => {
      const { models } = await probe('ollama', { '/api/ps': { models: [] }, '/api/show': { ...show, parameters } });
      return models[0]!;
    };
    expect(await contextOf('')).toMatchObject({ contextTokenCount: 4096, canSee: false, isLoaded: false });
    expect(await contextOf('stop "x"\nnum_ctx 16384')).toMatchObject({ contextTokenCount: 16384 });
  });

  test('says which key is wrong, and that something else answers', async () => {
    await expect(probe('vllm', {}, 'wrong')).rejects.toMatchObject({ code: 'server-key' });
    await expect(probe('unknown', { '/v1/models': { hello: 1 } })).rejects.toMatchObject({ code: 'server-unknown' });
    await expect(probe('unknown', { '/v1/models': undefined })).rejects.toMatchObject({ code: 'server-unknown' });
  });
});
