import type { ChannelId } from '../../contract/channels.ts';
import type { MissingChannel, PlanAtom, QueryPlan } from '../../contract/plan.ts';
import type { Channel } from '../channels/channel.ts';

/** Whether a channel can say anything in this library, and if not, what would help. */
export interface ChannelState {
  readonly channel: ChannelId;
  /** `no-model`: nothing here can analyse it; `not-indexed`: no video has it yet. */
  readonly state: 'ready' | 'no-model' | 'not-indexed';
  /** The catalogue card that would bring it, where there is one. */
  readonly cardId: string | null;
}

export interface PlanChannels {
  /** The channels to ask for each atom; atoms that none can answer are not in it. */
  readonly channelsByAtom: ReadonlyMap<string, readonly Channel<unknown>[]>;
  /** What else the plan asks for, and of whom. */
  readonly missingChannels: readonly MissingChannel[];
}

export interface PlanChannelsRequest {
  readonly plan: QueryPlan;
  readonly channels: readonly Channel<unknown>[];
  readonly states: readonly ChannelState[];
  /** Channels that the user does not want to be asked; they are not missing. */
  readonly withoutChannels: readonly ChannelId[];
}

/** Who answers which atom of a plan, and which channels would have answered but are not there. */
export function planChannels({ plan, channels, states, withoutChannels }: PlanChannelsRequest): PlanChannels {
  const stateOf = new Map(states.map((state) => [state.channel, state]));
  const wanted = channels.filter((channel) => !withoutChannels.includes(channel.id));
  const ready = wanted.filter((channel) => stateOf.get(channel.id)?.state === 'ready');
  const channelsByAtom = new Map<string, readonly Channel<unknown>[]>();
  for (const atom of plan.atoms) {
    const able = ready.filter((channel) => canAnswer(channel, atom));
    if (able.length > 0) {
      channelsByAtom.set(atom.atomId, able);
    }
  }
  const missingChannels = wanted.flatMap((channel): MissingChannel[] => {
    const { state = 'not-indexed', cardId = null } = stateOf.get(channel.id) ?? {};
    const atomIds = plan.atoms.filter((atom) => canAnswer(channel, atom)).map((atom) => atom.atomId);
    return state === 'ready' || atomIds.length === 0 ? [] : [{ channel: channel.id, atomIds, reason: state, cardId }];
  });
  return { channelsByAtom, missingChannels };
}

function canAnswer(channel: Channel<unknown>, atom: PlanAtom): boolean {
  return channel.atomTerms(atom) !== null;
}
