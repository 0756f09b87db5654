/** Every command that a key can be bound to, in the order of the help sheet. Words: `commands.<id>` of the messages. */
export const commandGroups = ['general', 'search', 'player', 'marking', 'timeline', 'tracks'] as const;
export type CommandGroup = (typeof commandGroups)[number];

interface CommandDefinition {
  readonly group: CommandGroup;
  /** As `shortcutOf` writes them; `Mod` is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys: readonly string[];
  /** Also while a text field has the focus. */
  readonly worksInText?: true;
}

const definitions = {
  'go.library': { group: 'general', keys: ['Mod+1'], worksInText: true },
  'go.search': { group: 'general', keys: ['Mod+2'], worksInText: true },
  'go.selection': { group: 'general', keys: ['Mod+3'], worksInText: true },
  'go.models': { group: 'general', keys: ['Mod+4'], worksInText: true },
  'go.chat': { group: 'general', keys: ['Mod+6'], worksInText: true },
  'go.teach': { group: 'general', keys: ['Mod+5'], worksInText: true },
  'go.settings': { group: 'general', keys: ['Mod+,'], worksInText: true },
  'go.help': { group: 'general', keys: ['F1'], worksInText: true },
  'library.add': { group: 'general', keys: ['Mod+O'], worksInText: true },
  'jobs.toggle': { group: 'general', keys: ['Mod+J'], worksInText: true },
  'export.open': { group: 'general', keys: ['E'] },
  'edit.undo': { group: 'general', keys: ['Mod+Z'] },
  'edit.redo': { group: 'general', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  'help.shortcuts': { group: 'general', keys: ['?'] },
  'search.focus': { group: 'search', keys: ['/', 'Mod+F'] },
  'search.insideClip': { group: 'search', keys: ['Mod+Shift+F'] },
  'search.save': { group: 'search', keys: ['Mod+D'], worksInText: true },
  'search.next': { group: 'search', keys: ['N'] },
  'search.previous': { group: 'search', keys: ['P'] },
  'player.playPause': { group: 'player', keys: ['Space', 'K'] },
  'player.forward': { group: 'player', keys: ['L'] },
  'player.backward': { group: 'player', keys: ['J'] },
  'player.frameBack': { group: 'player', keys: [','] },
  'player.frameForward': { group: 'player', keys: ['.'] },
  'player.secondBack': { group: 'player', keys: ['ArrowLeft'] },
  'player.secondForward': { group: 'player', keys: ['ArrowRight'] },
  'player.toStart': { group: 'player', keys: ['Home'] },
  'player.toEnd': { group: 'player', keys: ['End'] },
  'player.goTo': { group: 'player', keys: ['G'] },
  'player.loop': { group: 'player', keys: ['Shift+L'] },
  'player.mute': { group: 'player', keys: ['M'] },
  'player.fullScreen': { group: 'player', keys: ['F'] },
  'player.close': { group: 'player', keys: ['Escape'] },
  'mark.in': { group: 'marking', keys: ['I'] },
  'mark.out': { group: 'marking', keys: ['O'] },
  'mark.toIn': { group: 'marking', keys: ['Shift+ArrowLeft'] },
  'mark.toOut': { group: 'marking', keys: ['Shift+ArrowRight'] },
  'mark.clear': { group: 'marking', keys: ['Alt+X'] },
  'chat.addCurrent': { group: 'marking', keys: ['A'] },
  'selection.add': { group: 'marking', keys: ['S'] },
  'mark.meant': { group: 'marking', keys: ['Shift+S'] },
  'timeline.zoomIn': { group: 'timeline', keys: ['='] },
  'timeline.zoomOut': { group: 'timeline', keys: ['-'] },
  'timeline.zoomFit': { group: 'timeline', keys: ['0'] },
  'timeline.previousShot': { group: 'timeline', keys: ['['] },
  'timeline.nextShot': { group: 'timeline', keys: [']'] },
  'tracks.toggle': { group: 'tracks', keys: ['V'] },
  'tracks.next': { group: 'tracks', keys: ['T'] },
  'tracks.previous': { group: 'tracks', keys: ['Shift+T'] },
  'tracks.draw': { group: 'tracks', keys: ['B'] },
  'tracks.adjust': { group: 'tracks', keys: ['Shift+B'] },
  'tracks.followForward': { group: 'tracks', keys: ['Shift+F'] },
  'tracks.followBackward': { group: 'tracks', keys: ['Shift+D'] },
  'tracks.split': { group: 'tracks', keys: ['X'] },
  'tracks.join': { group: 'tracks', keys: ['Shift+X'] },
  'tracks.rename': { group: 'tracks', keys: ['F2'] },
  'tracks.delete': { group: 'tracks', keys: ['Delete'] },
  'tracks.toStart': { group: 'tracks', keys: ['Q'] },
  'tracks.toEnd': { group: 'tracks', keys: ['Shift+Q'] },
  'tracks.list': { group: 'tracks', keys: ['Shift+V'] },
  'tracks.export': { group: 'tracks', keys: ['Shift+E'] },
  'tracks.import': { group: 'tracks', keys: ['Shift+I'] },
} as const satisfies Record<string, CommandDefinition>;

export type CommandId = keyof typeof definitions;
export const commandIds = Object.keys(definitions) as CommandId[];
export const commandDefinitions: Readonly<Record<CommandId, CommandDefinition>> = definitions;

export function isCommandId(text: string): text is CommandId {
  return Object.hasOwn(definitions, text);
}
