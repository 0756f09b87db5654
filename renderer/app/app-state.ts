import { isMediaReachable } from '../client/media-addresses.ts';
import { EngineConnection, type OpenPort } from '../state/engine-connection.svelte.ts';
import { LibraryOverview } from '../state/library-overview.svelte.ts';
import { PlayerSession } from '../state/player-session.svelte.ts';
import { QueueWatch } from '../state/queue-watch.svelte.ts';
import { SearchSession } from '../state/search-session.svelte.ts';

/** Everything the page knows, wired by hand. */
export class AppState {
  readonly connection: EngineConnection;
  readonly search: SearchSession;
  readonly player: PlayerSession;
  readonly queue: QueueWatch;
  readonly library: LibraryOverview;

  constructor(openPort: OpenPort) {
    this.connection = new EngineConnection(openPort);
    const { callEngine } = this.connection;
    this.search = new SearchSession(callEngine);
    this.player = new PlayerSession({ callEngine, isMediaReachable });
    this.library = new LibraryOverview(callEngine);
    // A video that has just been added or finished changes what the library holds.
    this.queue = new QueueWatch(callEngine, () => void this.library.refresh());
    this.connection.onOpen(() => {
      void this.library.refresh();
      void this.queue.start();
    });
  }
}
