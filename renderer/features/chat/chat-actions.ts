import type { ChatTurn } from '../../../electron/contract/chat.ts';
import type { ServerId } from '../../../electron/contract/ids.ts';
import type { TimeRange } from '../../../electron/contract/time-range.ts';
import { t } from '../../lib/messages.svelte.ts';
import { shownSpan, timeDisplay } from '../../lib/shown-time.ts';
import type { ChatChip } from '../../state/chat-session.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';

/** Less than this cannot be looked at by a model. */
const leastSpanSeconds = 0.5;

/** What a person chooses footage and says things to turns with; failures are told, none is thrown. */
export class ChatActions {
  readonly #station: Workstation;

  constructor(station: Workstation) {
    this.#station = station;
  }

  addClip(): void {
    const { chat, viewer } = this.#station;
    const { request } = viewer;
    if (request !== null) {
      chat.addChips([{ source: { kind: 'video', videoId: request.videoId }, title: request.title }]);
    }
  }

  /** What is marked, or else the span that was opened; without either, half a second around the frame that is shown. */
  addSpan(): void {
    const { viewer } = this.#station;
    this.#addRange(viewer.markedSpan ?? viewer.request?.range ?? widened(viewer.shownFrame));
  }

  addFrame(): void {
    this.#addRange(widened(this.#station.viewer.shownFrame));
  }

  addSelection(): void {
    const { chat, selection } = this.#station;
    chat.addChips(
      selection.items.map(({ videoId, range, title }): ChatChip => ({
        source: { kind: 'span', videoId, range },
        title,
      })),
    );
  }

  /** `title (0:12–0:15)`, in the unit of the settings. */
  chipText({ source, title }: ChatChip): string {
    if (source.kind !== 'span') {
      return title;
    }
    const { settings, clips } = this.#station;
    const span = shownSpan(source.range, timeDisplay(settings.current.units, clips.of(source.videoId)));
    return `${title} ${span}`;
  }

  async try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#station.notices.fail(error);
    }
  }

  /** The person has read what leaves this computer, and agrees; then it is asked again. */
  async allowSending(turn: ChatTurn, serverId: ServerId): Promise<void> {
    const { callEngine, chat } = this.#station;
    await this.try(async () => {
      await callEngine('chatServers.change', { serverId, isSendingAllowed: true });
      await chat.regenerate(turn);
    });
  }

  async copy({ reply }: ChatTurn): Promise<void> {
    const { notices } = this.#station;
    try {
      await navigator.clipboard.writeText(reply.text);
      notices.tell(t('chat.copied'));
    } catch {
      notices.tell(t('chat.copyFailed'));
    }
  }

  #addRange(range: TimeRange): void {
    const { chat, viewer } = this.#station;
    const { request } = viewer;
    if (request !== null) {
      chat.addChips([{ source: { kind: 'span', videoId: request.videoId, range }, title: request.title }]);
    }
  }
}

function widened({ startSeconds, endSeconds }: TimeRange): TimeRange {
  return { startSeconds, endSeconds: Math.max(endSeconds, startSeconds + leastSpanSeconds) };
}

/** What is looked at becomes what the next question is about: the marked or opened span, or else the whole clip. */
export function askAboutCurrent(station: Workstation): void {
  const { navigation, notices, viewer } = station;
  if (viewer.request === null) {
    notices.tell(t('chat.nothingOpen'));
    return;
  }
  const actions = new ChatActions(station);
  if (viewer.markedSpan !== null || viewer.request.range !== null) actions.addSpan();
  else actions.addClip();
  navigation.go('chat');
}
