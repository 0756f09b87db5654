import type { ChatModel } from '../../native-models/api/chat-model.ts';
import { readFolder } from '../../native-models/families/qwen-vl/folder.ts';
import { openQwenVl } from '../../native-models/families/qwen-vl/model.ts';
import { planVideo } from '../../native-models/families/qwen-vl/preprocess-video.ts';
import { tinyFolder } from './tiny-qwen-vl.ts';

const session = { preference: 'cpu', threadCount: 1, skip: [], onAttempt: async () => {} } as const;

/** The project's own tiny Qwen2.5-VL behind the port, in this process. Its words mean nothing. */
export async function openTinyChatModel(): Promise<ChatModel & { dispose(): Promise<void> }> {
  const folder = await readFolder(tinyFolder, { variant: '' });
  const model = await openQwenVl(folder, { session, signal: new AbortController().signal });
  const { configuration } = folder;
  return {
    modelId: 'tiny-qwen-vl@1',
    capabilities: {
      contextTokenCount: configuration.text.contextTokenCount,
      maxFrameCount: configuration.video.maxFrameCount,
      ...{ maxImageCount: 8, times: 'exact', isSeeded: true, isTestModel: true },
    },
    planVideo: (video, wish = {}) => planVideo(video, wish, configuration),
    answer: (request, context) => model.answer(request, context),
    dispose: () => model.dispose(),
  };
}
