import type { CommandId } from '../../state/command-list.ts';

export type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** A command has at most so many keys: the contract's limit. */
export const mostKeys = 4;

interface KeyChange {
  readonly own: OwnKeys;
  readonly keysOf: (commandId: CommandId) => readonly string[];
  readonly defaultsOf: (commandId: CommandId) => readonly string[];
}

/** The person's own keys with these of one command; those that are as they came are not kept. */
export function withKeys(
  { own, defaultsOf }: Omit<KeyChange, 'keysOf'>,
  commandId: CommandId,
  keys: readonly string[],
): OwnKeys {
  const { [commandId]: _before, ...others } = own;
  return isSame(keys, defaultsOf(commandId)) ? others : { ...others, [commandId]: [...keys] };
}

/** Gives a key to one command and takes it from all others. */
export function withKeyOnlyAt(
  change: KeyChange,
  wanted: { readonly commandId: CommandId; readonly key: string; readonly others: readonly CommandId[] },
): OwnKeys {
  const { defaultsOf, keysOf } = change;
  const { commandId, key, others } = wanted;
  const taken = others.reduce(
    (own, other) =>
      withKeys(
        { own, defaultsOf },
        other,
        keysOf(other).filter((one) => one !== key),
      ),
    change.own,
  );
  const keys = keysOf(commandId);
  return withKeys({ own: taken, defaultsOf }, commandId, keys.includes(key) ? keys : [...keys, key]);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
