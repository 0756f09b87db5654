import { createContext } from 'svelte';
import type { HostRequest } from '../../electron/contract/host.ts';
import type { ChosenPlace } from '../../electron/contract/places.ts';
import { errorText } from '../lib/error-text.ts';
import { t } from '../lib/messages.svelte.ts';
import { isTextField } from '../lib/text-field.ts';
import { ChatSession } from './chat-session.svelte.ts';
import { ClipFacts } from './clip-facts.svelte.ts';
import { ClipTracks } from './clip-tracks.svelte.ts';
import { CommandCenter } from './command-center.svelte.ts';
import { isCommandId } from './command-list.ts';
import { EngineConnection, type OpenPort } from './engine-connection.svelte.ts';
import { FollowWatch } from './follow-watch.svelte.ts';
import { HostInfo } from './host-info.svelte.ts';
import { LibraryAdding } from './library-adding.svelte.ts';
import { LibraryBrowser } from './library-browser.svelte.ts';
import { LibraryDetector } from './library-detector.svelte.ts';
import { LibraryOverview } from './library-overview.svelte.ts';
import { ModelShelf } from './model-shelf.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { PlaceChooser } from './place-chooser.svelte.ts';
import { QueueWatch } from './queue-watch.svelte.ts';
import { SearchMemoryStore } from './search-memory-store.svelte.ts';
import { SearchSession } from './search-session.svelte.ts';
import { SelectionStore } from './selection-store.svelte.ts';
import { SettingsStore } from './settings-store.svelte.ts';
import { TeachingStore } from './teaching-store.svelte.ts';
import { UndoHistory } from './undo-history.svelte.ts';
import { VerdictStore } from './verdict-store.svelte.ts';
import { ViewerSession } from './viewer-session.svelte.ts';

/** What the host has to say, by the name that it says it with. */
const hostNotices: Readonly<Record<string, 'app.engineRestarted' | 'app.pageRestarted'>> = {
  'notice.engineRestarted': 'app.engineRestarted',
  'notice.pageRestarted': 'app.pageRestarted',
};
const typingCommands: Readonly<Record<string, 'undo' | 'redo'>> = { 'edit.undo': 'undo', 'edit.redo': 'redo' };

/** Everything the page knows, wired by hand. One for a window; components get it with `workstation()`. */
export class Workstation {
  readonly connection: EngineConnection;
  readonly host: HostInfo;
  readonly settings: SettingsStore;
  readonly commands: CommandCenter;
  readonly navigation = new Navigation();
  readonly notices = new Notices(({ code, details }) => errorText(code, details));
  readonly history = new UndoHistory();
  readonly library: LibraryOverview;
  readonly browser: LibraryBrowser;
  readonly adding: LibraryAdding;
  readonly detector: LibraryDetector;
  readonly places: PlaceChooser;
  readonly queue: QueueWatch;
  readonly follows: FollowWatch;
  readonly search: SearchSession;
  readonly searchMemory: SearchMemoryStore;
  readonly verdicts: VerdictStore;
  readonly clips: ClipFacts;
  readonly viewer: ViewerSession;
  readonly tracks: ClipTracks;
  readonly models: ModelShelf;
  readonly teaching: TeachingStore;
  readonly chat: ChatSession;
  readonly selection: SelectionStore;
  #placeListeners: readonly ((places: readonly ChosenPlace[]) => void)[] = [];

  constructor(openPort: OpenPort) {
    this.connection = new EngineConnection(openPort);
    const { callEngine } = this.connection;
    this.settings = new SettingsStore(callEngine);
    this.commands = new CommandCenter(() => this.settings.current.shortcuts);
    this.host = new HostInfo(callEngine, (request) => this.#take(request));
    this.searchMemory = new SearchMemoryStore(callEngine);
    this.verdicts = new VerdictStore(callEngine, this.history);
    this.clips = new ClipFacts(callEngine);
    this.search = new SearchSession(callEngine, {
      onAsk: (text) => void this.searchMemory.remember(text),
      onAnswer: ({ plan }) => void this.verdicts.load(plan.text),
    });
    this.viewer = new ViewerSession(callEngine);
    this.tracks = new ClipTracks(callEngine, this.history);
    this.selection = new SelectionStore(callEngine, this.history);
    this.browser = new LibraryBrowser(callEngine, ownStorage());
    this.library = new LibraryOverview(callEngine, () => this.browser.refresh());
    this.adding = new LibraryAdding(callEngine);
    this.detector = new LibraryDetector(callEngine);
    this.places = new PlaceChooser(callEngine, this.host);
    this.queue = new QueueWatch(callEngine);
    this.follows = new FollowWatch(callEngine, (follows) => this.tracks.learnFollows(follows));
    this.models = new ModelShelf(callEngine);
    this.teaching = new TeachingStore(callEngine);
    this.chat = new ChatSession(callEngine);
    this.connection.onOpen(() => {
      for (const part of [
        this.settings,
        this.host,
        this.library,
        this.queue,
        this.follows,
        this.selection,
        this.searchMemory,
        this.search,
        this.teaching,
        this.chat,
      ]) {
        void part.start();
      }
    });
  }

  get callEngine(): EngineConnection['callEngine'] {
    return this.connection.callEngine;
  }

  async undo(): Promise<void> {
    await this.#step(() => this.history.undo(), { done: 'app.undone', nothing: 'app.nothingToUndo' });
  }

  async redo(): Promise<void> {
    await this.#step(() => this.history.redo(), { done: 'app.redone', nothing: 'app.nothingToRedo' });
  }

  /** Footage that is to be added, from a menu, a drop or a second start; returns how to stop listening. */
  onPlaces(listener: (places: readonly ChosenPlace[]) => void): () => void {
    this.#placeListeners = [...this.#placeListeners, listener];
    return () => {
      this.#placeListeners = this.#placeListeners.filter((other) => other !== listener);
    };
  }

  offerPlaces(places: readonly ChosenPlace[]): void {
    for (const listener of this.#placeListeners) {
      listener(places);
    }
  }

  async #step(
    step: () => Promise<string | null>,
    words: { done: 'app.undone' | 'app.redone'; nothing: 'app.nothingToUndo' | 'app.nothingToRedo' },
  ): Promise<void> {
    try {
      const title = await step();
      this.notices.tell(title === null ? t(words.nothing) : t(words.done, { title }));
    } catch (error) {
      this.notices.fail(error);
    }
  }

  #take(request: HostRequest): void {
    if (request.kind === 'places') {
      this.offerPlaces(request.places.map(({ placeId }) => ({ placeId })));
      return;
    }
    const { commandId } = request;
    const told = hostNotices[commandId];
    const typing = isTextField(document.activeElement) ? typingCommands[commandId] : undefined;
    if (told !== undefined) {
      this.notices.tell(t(told));
    } else if (typing !== undefined) {
      // The menu's key takes back what was typed, as it would without a menu. Nothing else reaches the field's own history.
      document.execCommand(typing);
    } else if (isCommandId(commandId)) {
      this.commands.run(commandId);
    }
  }
}

/** Null where the browser keeps nothing for us. */
function ownStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const [workstation, provideWorkstation] = createContext<Workstation>();
