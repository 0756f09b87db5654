import { relationsInTime, type PlanAtom, type PlanNode, type QueryPlan } from '../../contract/plan.ts';
import { combineAll, combineAny, type CurvePart, type PartRole } from './combine-curves.ts';

/** What differs between blocks of the index and steps of evidence when a plan's tree is evaluated over them. */
export interface TreeRules {
  /**
   * Whether an action that is not found did not happen. In the index it may be that nobody was followed who could have
   * done it, so there it is believed like any other part, and what stands in for it counts too.
   */
  readonly areActionsSure: boolean;
  /** Null where nothing that is at hand can answer the atom. */
  atom(atomId: string): Float32Array | null;
  not(values: Float32Array): Float32Array;
  then(parts: readonly Float32Array[]): Float32Array;
}

/** The plan's value per block or step; null when nothing of it can be answered. */
export function evaluatePlan(plan: QueryPlan, rules: TreeRules): Float32Array | null {
  return plan.root === null ? null : new TreeEvaluator(plan, rules).evaluate(plan.root);
}

class TreeEvaluator {
  readonly #atoms: ReadonlyMap<string, PlanAtom>;
  readonly #rules: TreeRules;

  constructor(plan: QueryPlan, rules: TreeRules) {
    this.#atoms = atomsById(plan);
    this.#rules = rules;
  }

  evaluate(node: PlanNode): Float32Array | null {
    switch (node.kind) {
      case 'atom':
        return this.#rules.atom(node.atomId);
      case 'not': {
        const values = this.evaluate(node.node);
        return values === null ? null : this.#rules.not(values);
      }
      case 'any': {
        const curves = this.#known(node.nodes);
        return curves.length === 0 ? null : combineAny(curves);
      }
      case 'then': {
        const curves = this.#known(node.nodes);
        return curves.length === 0 ? null : curves.length === 1 ? curves[0]! : this.#rules.then(curves);
      }
      case 'all':
        return this.#all(node.nodes);
    }
  }

  #all(nodes: readonly PlanNode[]): Float32Array | null {
    const parts: CurvePart[] = [];
    let hasUnansweredPositive = false;
    for (const node of nodes) {
      const ownRole = partRole(node, this.#atoms);
      const role = ownRole === 'action' && !this.#rules.areActionsSure ? 'required' : ownRole;
      const values = this.evaluate(node);
      if (values !== null) {
        parts.push({ role, values });
      } else {
        hasUnansweredPositive ||= role !== 'negative';
      }
    }
    const hasPositive = parts.some((part) => part.role !== 'negative');
    // "A person without a hat" must not become "anything without a hat" where nothing can see persons.
    return parts.length === 0 || (!hasPositive && hasUnansweredPositive) ? null : combineAll(parts);
  }

  #known(nodes: readonly PlanNode[]): Float32Array[] {
    return nodes.map((node) => this.evaluate(node)).filter((values) => values !== null);
  }
}

export function atomsById(plan: QueryPlan): ReadonlyMap<string, PlanAtom> {
  return new Map(plan.atoms.map((atom) => [atom.atomId, atom]));
}

/** How a child of an `all` takes part in it. */
export function partRole(node: PlanNode, atoms: ReadonlyMap<string, PlanAtom>): PartRole {
  if (isNegative(node)) {
    return 'negative';
  }
  const roles = new Set(positiveAtomIds(node).map((atomId) => atomRole(atoms.get(atomId))));
  return roles.size === 1 ? [...roles][0]! : 'required';
}

/** Words and names are soft, unless the query insists on a name. */
export function atomRole(atom: PlanAtom | undefined): PartRole {
  switch (atom?.kind) {
    case 'words':
      return atom.words.length > 1 ? 'witness' : 'soft';
    case 'name':
      return atom.isHard ? 'gate' : 'soft';
    case 'action':
      return 'action';
    case 'relation':
      return relationsInTime.has(atom.relation) ? 'action' : 'required';
    case 'motion':
      return atom.isStandIn === true ? 'stand-in' : 'required';
    default:
      return 'required';
  }
}

/** Whether a part only says what must not be there. */
export function isNegative(node: PlanNode): boolean {
  switch (node.kind) {
    case 'atom':
      return false;
    case 'not':
      return !isNegative(node.node);
    default:
      return node.nodes.every(isNegative);
  }
}

/** Whether moments can match in which nothing that was asked for is seen: "not dark", "a car or no person". */
export function matchesEmptiness(node: PlanNode): boolean {
  return isNegative(node) || (node.kind === 'any' && node.nodes.some(matchesEmptiness));
}

/** Atoms that are asked for, in the order of the tree. */
export function positiveAtomIds(node: PlanNode): string[] {
  return signedAtomIds(node, true);
}

function signedAtomIds(node: PlanNode, isWanted: boolean): string[] {
  switch (node.kind) {
    case 'atom':
      return isWanted ? [node.atomId] : [];
    case 'not':
      return signedAtomIds(node.node, !isWanted);
    default:
      return node.nodes.flatMap((child) => signedAtomIds(child, isWanted));
  }
}

/** Every atom that the tree uses, asked for or excluded. */
export function usedAtomIds(node: PlanNode): string[] {
  return [...signedAtomIds(node, true), ...signedAtomIds(node, false)];
}
