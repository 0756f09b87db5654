import { shortcutOf } from '../lib/shortcut.ts';
import { isTextField } from '../lib/text-field.ts';
import { commandDefinitions, commandIds, type CommandId } from './command-list.ts';

export type CommandHandlers = { readonly [id in CommandId]?: () => void };

/** What is pressed, clicked in a menu or asked by the host, brought to whoever does it just now. */
export class CommandCenter {
  /** The newest comes first: what opened last answers. */
  #handlers = $state.raw<readonly CommandHandlers[]>([]);
  /** The same: while effects are taken back, Svelte answers with state of before, and what was attached since were lost. */
  #attached: readonly CommandHandlers[] = [];
  readonly #ownKeys: () => Readonly<Record<string, readonly string[]>>;

  /** `ownKeys`: keys that the person has set, by command. */
  constructor(ownKeys: () => Readonly<Record<string, readonly string[]>>) {
    this.#ownKeys = ownKeys;
  }

  /** Returns how to take them back; in a component: `$effect(() => commands.attach({ … }))`. */
  attach(handlers: CommandHandlers): () => void {
    this.#set([handlers, ...this.#attached]);
    return () => this.#set(this.#attached.filter((other) => other !== handlers));
  }

  #set(attached: readonly CommandHandlers[]): void {
    this.#attached = attached;
    this.#handlers = attached;
  }

  keysOf(commandId: CommandId): readonly string[] {
    return this.#ownKeys()[commandId] ?? commandDefinitions[commandId].keys;
  }

  isAvailable(commandId: CommandId): boolean {
    return this.#handlers.some((handlers) => handlers[commandId] !== undefined);
  }

  /** Whether somebody did it. */
  run(commandId: CommandId): boolean {
    const handler = this.#handlers.find((handlers) => handlers[commandId] !== undefined)?.[commandId];
    handler?.();
    return handler !== undefined;
  }

  /** Commands that one of these keys would start; more than one is a conflict. */
  commandsOf(shortcut: string): CommandId[] {
    return commandIds.filter((commandId) => this.keysOf(commandId).includes(shortcut));
  }

  /** For `keydown` of the window. What an element has dealt with (`preventDefault`) is left alone. */
  readonly handleKey = (event: KeyboardEvent): void => {
    const shortcut = event.defaultPrevented || event.isComposing ? null : shortcutOf(event);
    if (shortcut === null) {
      return;
    }
    const inText = isTextField(event.target);
    const commandId = this.commandsOf(shortcut).find(
      (id) => this.isAvailable(id) && (!inText || commandDefinitions[id].worksInText === true),
    );
    if (commandId === undefined || (shortcut === 'Space' && isPressable(event.target))) {
      return;
    }
    event.preventDefault();
    this.run(commandId);
  };
}

/** Space presses these; playing at the same time would be two things at once. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, select, [role="button"]') !== null;
}
