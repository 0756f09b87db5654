import { expect, test } from 'vitest';
import { withKeyOnlyAt, withKeys, type OwnKeys } from '../../../../../renderer/features/settings/own-keys.ts';
import { commandDefinitions, type CommandId } from '../../../../../renderer/state/command-list.ts';

const defaultsOf = (commandId: CommandId) => commandDefinitions[commandId].keys;
const at = (own: OwnKeys) => ({ own, defaultsOf, keysOf: (id: CommandId) => own[id] ?? defaultsOf(id) });

test('keys are kept only where they differ from those that came', () => {
  const own = withKeys({ own: {}, defaultsOf }, 'mark.in', ['I', 'Q']);
  expect(own).toEqual({ 'mark.in': ['I', 'Q'] });
  expect(withKeys({ own, defaultsOf }, 'mark.in', ['I'])).toEqual({});
  expect(withKeys({ own: {}, defaultsOf }, 'mark.in', [])).toEqual({ 'mark.in': [] });
});

test('a key that is taken over leaves its other commands, which keep their other keys', () => {
  const wanted = { commandId: 'export.open', key: 'K', others: ['player.playPause'] } as const;
  expect(withKeyOnlyAt(at({}), wanted)).toEqual({ 'player.playPause': ['Space'], 'export.open': ['E', 'K'] });
});

test('a key that is there already is only taken from the others', () => {
  const own = { 'export.open': ['E', 'K'] };
  const wanted = { commandId: 'export.open', key: 'K', others: ['player.playPause'] } as const;
  expect(withKeyOnlyAt(at(own), wanted)).toEqual({ ...own, 'player.playPause': ['Space'] });
});
