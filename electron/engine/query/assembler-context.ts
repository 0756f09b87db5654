import type { Note, ThingDraft } from './draft.ts';

export interface AssemblerContext {
  /** The thing of the part before, for "worker in an orange vest and a yellow hat". */
  readonly previousThing: ThingDraft | null;
  /** Who did something last, also in a part before: "a person enters, then leaves". */
  readonly previousActor: ThingDraft | null;
  readonly notes: Note[];
  /** A piece under `not`: words that nothing understands cannot be looked for by their absence. */
  readonly isNegative: boolean;
}

/** Why a word that no picture channel understands is ignored. */
export const roleWhys = { verb: 'verb', adjective: 'adjective', adverb: 'adverb', written: 'writing' } as const;
