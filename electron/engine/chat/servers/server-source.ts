import type { ChatModelSummary } from '../../../contract/chat.ts';
import type { ChatServer } from '../../../contract/chat-servers.ts';
import type { ChatModelSource } from '../chat-models.ts';
import { profileTraits } from './server-profile.ts';
import type { ServerService } from './server-service.ts';

/** The models of the servers in the list, as they were when these were last asked. */
export function createServerSource(servers: ServerService): ChatModelSource<'server'> {
  return {
    kind: 'server',
    list: async () => (await servers.list()).flatMap(summariesOf),
    open: (ref, signal) => servers.open(ref, signal),
  };
}

function summariesOf({ title, address, models, failure, profile, videoForm }: ChatServer): ChatModelSummary[] {
  if (profile === null) return [];
  const traits = profileTraits[profile];
  const form = videoForm === 'auto' ? traits.videoForm : videoForm;
  return models.map(({ model, contextTokenCount, canSee }) => ({
    ...{ model: { kind: 'server', address, model }, title: `${model} · ${title}` },
    state: failure === null ? 'ready' : 'unreachable',
    ...{ isTestModel: false, times: form === 'frames' ? 'exact' : 'approximate', contextTokenCount },
    maxFrameCount: canSee === false ? 0 : form === 'images' ? traits.maxImageCount : traits.maxFrameCount,
  }));
}
