import { chipText } from '../../../../../electron/words/chip-text.ts';
import { ignoredText } from '../../../../../electron/words/ignored-text.ts';
import { englishWords } from '../../../../../electron/words/words.ts';
import type { PlanNode, QueryPlan } from '../../../../../electron/contract/plan.ts';

/** A plan's tree in one line: chips in brackets, joined as `all(…)`, `any(…)`, `then(…)`, `not(…)`; `nothing` when empty. */
export function planNotation(plan: QueryPlan): string {
  const labels = new Map(plan.atoms.map((atom) => [atom.atomId, chipText(atom, englishWords)]));
  const write = (node: PlanNode): string => {
    switch (node.kind) {
      case 'atom':
        return `[${labels.get(node.atomId) ?? `unknown ${node.atomId}`}]`;
      case 'not':
        return `not(${write(node.node)})`;
      default:
        return `${node.kind}(${node.nodes.map(write).join(' ')})`;
    }
  };
  return plan.root === null ? 'nothing' : write(plan.root);
}

/** What a plan ignores, as "text: why". */
export function ignoredNotation(plan: QueryPlan): string[] {
  return plan.ignored.map(({ text, why }) => `${text}: ${ignoredText(why, englishWords)}`);
}
