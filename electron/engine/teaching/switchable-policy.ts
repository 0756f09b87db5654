import type { GroundedSpan, GroundingInput, GroundingPolicy } from '../../../native-models/api/grounding-policy.ts';

/** The policy of a search, which may become another one between two queries. */
export class SwitchablePolicy implements GroundingPolicy {
  #current: GroundingPolicy;

  constructor(current: GroundingPolicy) {
    this.#current = current;
  }

  get policyId(): string {
    return this.#current.policyId;
  }

  get current(): GroundingPolicy {
    return this.#current;
  }

  switchTo(policy: GroundingPolicy): void {
    this.#current = policy;
  }

  ground(input: GroundingInput): readonly GroundedSpan[] {
    return this.#current.ground(input);
  }
}
