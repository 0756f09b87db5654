import type { ChannelId } from '../../electron/contract/channels.ts';
import type { PlanAtom } from '../../electron/contract/plan.ts';
import type { Channel, CoveringRow, TermStrength } from '../../electron/engine/channels/channel.ts';
import { evidenceOf } from '../../electron/engine/channels/evidence-grid.ts';

/** What was seen from one time to another: a strength, 0..1, a word. */
export interface FakeRow extends CoveringRow {
  readonly words: Readonly<Record<string, number>>;
}

/** The words that an atom asks for: classes of a thing, or the words of a text. */
export function wordsOf(atom: PlanAtom): readonly string[] {
  switch (atom.kind) {
    case 'thing':
      return atom.classes;
    case 'light':
      return [atom.light];
    case 'speech':
    case 'name':
    case 'words':
      return atom.words;
    default:
      return [];
  }
}

/** A channel that answers some kinds of atoms by looking words up in its rows. Blocks are JSON. */
export class FakeChannel implements Channel<FakeRow> {
  readonly id: ChannelId;
  readonly version = 1;
  readonly #kinds: readonly PlanAtom['kind'][];
  decodeCount = 0;

  constructor(id: ChannelId, kinds: readonly PlanAtom['kind'][]) {
    this.id = id;
    this.#kinds = kinds;
  }

  encode(rows: readonly FakeRow[]): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(rows));
  }

  decode(payload: Uint8Array): readonly FakeRow[] {
    this.decodeCount += 1;
    return JSON.parse(new TextDecoder().decode(payload)) as FakeRow[];
  }

  terms(rows: readonly FakeRow[]): readonly TermStrength[] {
    const strengths = new Map<string, number>();
    for (const [term, strength] of rows.flatMap((row) => Object.entries(row.words))) {
      strengths.set(term, Math.max(strength, strengths.get(term) ?? 0));
    }
    return [...strengths].map(([term, strength]) => ({ term, strength }));
  }

  atomTerms(atom: PlanAtom): readonly string[] | null {
    return this.#kinds.includes(atom.kind) ? wordsOf(atom) : null;
  }

  evidence({
    atom,
    rows,
    grid,
  }: Parameters<Channel<FakeRow>['evidence']>[0]): ReturnType<Channel<FakeRow>['evidence']> {
    const asked = wordsOf(atom);
    const isText = atom.kind === 'speech' || atom.kind === 'words' || atom.kind === 'name';
    const valueOf = (row: FakeRow) => {
      const values = asked.map((word) => row.words[word] ?? 0);
      return isText ? values.reduce((sum, value) => sum + value, 0) / asked.length : Math.max(0, ...values);
    };
    const spans = rows.map((row) => ({ ...row, value: valueOf(row) }));
    const silence = {
      startSeconds: grid.startSeconds,
      endSeconds: grid.startSeconds + grid.stepCount * grid.stepSeconds,
      value: 0,
    };
    return evidenceOf(this.id === 'speech' ? [silence, ...spans] : spans, {
      grid,
      describe: ({ value }) => ({ code: 'spoken', text: `${asked.join(' ')} ${value.toFixed(2)}` }),
    });
  }
}
