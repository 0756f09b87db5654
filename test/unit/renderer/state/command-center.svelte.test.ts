import { beforeEach, describe, expect, test, vi } from 'vitest';
import { commandDefinitions, commandIds } from '../../../../renderer/state/command-list.ts';
import { CommandCenter } from '../../../../renderer/state/command-center.svelte.ts';

class FakeElement {
  readonly tag: string;
  readonly type: string;
  isContentEditable = false;

  constructor(tag: string, type = '') {
    this.tag = tag;
    this.type = type;
  }

  closest(selector: string): FakeElement | null {
    return selector.split(', ').includes(this.tag) ? this : null;
  }
}
class FakeTextArea {
  readonly type = 'textarea';
}
class FakeInput {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

function keydown(key: string, over: Partial<KeyboardEvent> = {}): KeyboardEvent {
  const event = {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    defaultPrevented: false,
    isComposing: false,
    target: null,
    preventDefault: vi.fn(),
    ...over,
  };
  return event as unknown as KeyboardEvent;
}

beforeEach(() => {
  vi.stubGlobal('Element', FakeElement);
  vi.stubGlobal('HTMLElement', FakeElement);
  vi.stubGlobal('HTMLInputElement', FakeInput);
  vi.stubGlobal('HTMLTextAreaElement', FakeTextArea);
  return () => vi.unstubAllGlobals();
});

describe('CommandCenter', () => {
  test('runs what a key is bound to, and keeps the key from the browser', () => {
    const commands = new CommandCenter(() => ({}));
    const play = vi.fn();
    commands.attach({ 'player.playPause': play });
    const event = keydown('k');
    commands.handleKey(event);
    expect(play).toHaveBeenCalledTimes(1);
    expect(event.preventDefault).toHaveBeenCalledTimes(1);
  });

  test('lets what was attached last answer, and gives back when that goes', () => {
    const commands = new CommandCenter(() => ({}));
    const [first, second] = [vi.fn(), vi.fn()];
    commands.attach({ 'player.close': first });
    const detach = commands.attach({ 'player.close': second });
    commands.run('player.close');
    detach();
    commands.run('player.close');
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  });

  test('leaves keys alone that nobody answers', () => {
    const commands = new CommandCenter(() => ({}));
    const event = keydown('k');
    commands.handleKey(event);
    expect(event.preventDefault).not.toHaveBeenCalled();
    expect(commands.run('player.playPause')).toBe(false);
  });

  test.each([
    ['an element has dealt with', { defaultPrevented: true }],
    ['belong to the typing of a character', { isComposing: true }],
    ['are typed into a field', { target: new FakeInput('text') as unknown as EventTarget }],
  ])('leaves keys alone that %s', (_name, over) => {
    const commands = new CommandCenter(() => ({}));
    const play = vi.fn();
    commands.attach({ 'player.playPause': play });
    commands.handleKey(keydown('k', over));
    expect(play).not.toHaveBeenCalled();
  });

  test('takes keys with Ctrl also from a text field, and plain ones from a slider', () => {
    const commands = new CommandCenter(() => ({}));
    const [go, play] = [vi.fn(), vi.fn()];
    commands.attach({ 'go.models': go, 'player.playPause': play });
    commands.handleKey(keydown('4', { ctrlKey: true, target: new FakeInput('search') as unknown as EventTarget }));
    commands.handleKey(keydown('k', { target: new FakeInput('range') as unknown as EventTarget }));
    expect([go.mock.calls.length, play.mock.calls.length]).toEqual([1, 1]);
  });

  test('leaves Space to a button that has the focus', () => {
    const commands = new CommandCenter(() => ({}));
    const play = vi.fn();
    commands.attach({ 'player.playPause': play });
    commands.handleKey(keydown(' ', { target: new FakeElement('button') as unknown as EventTarget }));
    expect(play).not.toHaveBeenCalled();
    commands.handleKey(keydown(' '));
    expect(play).toHaveBeenCalledTimes(1);
  });

  test('follows the person’s own keys, also when they took one away', () => {
    let own: Record<string, string[]> = { 'player.playPause': ['P'], 'mark.in': [] };
    const commands = new CommandCenter(() => own);
    expect(commands.keysOf('player.playPause')).toEqual(['P']);
    expect(commands.keysOf('mark.in')).toEqual([]);
    own = {};
    expect(commands.keysOf('mark.in')).toEqual(['I']);
  });

  test('tells which commands share a key', () => {
    const commands = new CommandCenter(() => ({ 'export.open': ['K'] }));
    expect(commands.commandsOf('K')).toEqual(['export.open', 'player.playPause']);
  });
});

test('no two commands come with the same key', () => {
  const keys = commandIds.flatMap((id) => commandDefinitions[id].keys);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
