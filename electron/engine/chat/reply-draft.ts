import type { ChatCitation, ChatPass, ChatReply } from '../../contract/chat.ts';

export const emptyReply: ChatReply = {
  state: 'running',
  phase: null,
  text: '',
  thinking: '',
  citations: [],
  passes: [],
  option: null,
  boxes: [],
  usage: { promptTokenCount: null, visionTokenCount: null, answerTokenCount: null, frameCount: 0 },
  modelId: null,
  times: 'exact',
  needsModel: false,
  failure: null,
};

/** An answer while it comes: whoever makes it changes it here, whoever watches is told what it is now. */
export class ReplyDraft {
  #reply: ChatReply = emptyReply;
  readonly #tell: (reply: ChatReply) => void;

  constructor(tell: (reply: ChatReply) => void) {
    this.#tell = tell;
  }

  get current(): ChatReply {
    return this.#reply;
  }

  change(changes: Partial<ChatReply>): void {
    this.#reply = { ...this.#reply, ...changes };
    this.#tell(this.#reply);
  }

  /** Begins a pass and answers what changes it later. */
  begin(pass: Partial<ChatPass> & Pick<ChatPass, 'purpose' | 'windows'>): (changes: Partial<ChatPass>) => void {
    const index = this.#reply.passes.length;
    const begun: ChatPass = { state: 'running', frameCount: 0, framesPerSecond: null, text: '', clues: [], ...pass };
    this.change({ passes: [...this.#reply.passes, begun] });
    return (changes) =>
      this.change({ passes: this.#reply.passes.map((one, at) => (at === index ? { ...one, ...changes } : one)) });
  }

  addCitations(citations: readonly ChatCitation[]): void {
    this.change({ citations: [...this.#reply.citations, ...citations] });
  }
}
