import type { PlanNode, QueryPlan } from '../../contract/plan.ts';

/** The plan without some of its atoms; what they leave empty goes with them. Ids that it does not hold are no matter. */
export function removeAtoms(plan: QueryPlan, atomIds: Iterable<string>): QueryPlan {
  const removed = new Set(atomIds);
  return {
    ...plan,
    atoms: plan.atoms.filter((atom) => !removed.has(atom.atomId)),
    root: plan.root === null ? null : prune(plan.root, removed),
  };
}

function prune(node: PlanNode, removed: ReadonlySet<string>): PlanNode | null {
  switch (node.kind) {
    case 'atom':
      return removed.has(node.atomId) ? null : node;
    case 'not': {
      const inner = prune(node.node, removed);
      return inner === null ? null : { kind: 'not', node: inner };
    }
    default: {
      const nodes = node.nodes.map((each) => prune(each, removed)).filter((each) => each !== null);
      return nodes.length > 1 ? { kind: node.kind, nodes } : (nodes[0] ?? null);
    }
  }
}
