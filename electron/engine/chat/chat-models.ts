import type { ChatModel } from '../../../native-models/api/chat-model.ts';
import type { ChatModelRef, ChatModelSummary } from '../../contract/chat.ts';
import { EngineError } from '../../contract/errors.ts';

/** Where models come from: this machine, servers. Each answers for one kind of reference. */
export interface ChatModelSource<Kind extends ChatModelRef['kind'] = ChatModelRef['kind']> {
  readonly kind: Kind;
  /** What could be asked, and what is missing; never throws for a model that is not there. */
  list(signal: AbortSignal): Promise<readonly ChatModelSummary[]>;
  /** Throws EngineError `model-missing`, `network`, `network-off` and the like. */
  open(ref: Extract<ChatModelRef, { kind: Kind }>, signal: AbortSignal): Promise<ChatModel>;
}

/** A source of one kind, whichever. */
export type AnyChatModelSource = { [Kind in ChatModelRef['kind']]: ChatModelSource<Kind> }[ChatModelRef['kind']];

/** All the models there are. */
export class ChatModels {
  readonly #sources: readonly AnyChatModelSource[];

  constructor(sources: readonly AnyChatModelSource[]) {
    this.#sources = sources;
  }

  async list(signal: AbortSignal): Promise<ChatModelSummary[]> {
    const lists = await Promise.all(this.#sources.map((source) => source.list(signal)));
    return lists.flat();
  }

  /** Null for `none`: the index answers. Throws what the source throws, and `model-missing` where there is no source. */
  async open(ref: ChatModelRef, signal: AbortSignal): Promise<ChatModel | null> {
    if (ref.kind === 'none') return null;
    const source = this.#sources.find(({ kind }) => kind === ref.kind);
    if (source === undefined) {
      throw new EngineError('model-missing', 'No language model of this kind can be asked here.', {
        details: { kind: ref.kind },
      });
    }
    // Its kind is that of the reference.
    return (source as ChatModelSource).open(ref, signal);
  }
}
