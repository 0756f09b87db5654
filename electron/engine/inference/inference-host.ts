import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { TargetAnswer } from '../../../native-models/api/tracking-model.ts';
import type { InferenceRole, SpawnInference } from '../../../native-models/api/inference-process.ts';
import type { Detection, DetectorInput } from '../../../native-models/api/object-detector.ts';
import type { Clock, Disposable, Logger } from '../base/surroundings.ts';
import type { DeviceReport, InferencePreference } from './protocol.ts';
import { ProviderMemory } from './provider-memory.ts';
import { RoleProcess } from './role-process.ts';
import type { RoleDescription } from './role-description.ts';
import type { RoleSettings } from './role-process.ts';

export interface InferenceHostDeps {
  readonly spawnInference: SpawnInference;
  /** Where `ModelStore` installs; also keeps which providers crashed. */
  readonly modelFolder: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** `auto` when left out. */
  readonly preference?: InferencePreference;
  /** What differs from the defaults, for all roles. */
  readonly settings?: Partial<RoleSettings>;
}

/** One request: which process, which model, and how to stop it. */
export interface LocateInput {
  readonly features: Float32Array;
  readonly pixels: Uint8Array;
}

export interface InferenceTarget {
  readonly role: InferenceRole;
  readonly cardId: string;
  readonly signal: AbortSignal;
}

const roles: readonly InferenceRole[] = ['interactive', 'background', 'language'];

/** The inference processes of an engine, one a role, each started when it is first needed. */
export class InferenceHost implements Disposable {
  readonly #processes: ReadonlyMap<InferenceRole, RoleProcess>;
  #preference: InferencePreference;

  constructor({ spawnInference, modelFolder, logger, clock, preference, settings }: InferenceHostDeps) {
    this.#preference = preference ?? 'auto';
    const file = join(modelFolder, 'crashed-providers.json');
    const providerMemory = new ProviderMemory({ file, clock, logger });
    this.#processes = new Map(
      roles.map((role) => {
        const roleSettings: Omit<RoleSettings, 'preference'> = {
          threadCount: defaultThreadCount(role),
          growthLimitBytes: 400 * 1024 * 1024,
          answerTimeoutMs: 180_000,
          restartDelaysMs: [0, 500, 2000, 5000],
          coolDownMs: 30_000,
          ...settings,
        };
        const deps = {
          ...{ role, spawnInference, modelFolder, providerMemory, logger, clock },
          settings: { ...roleSettings, preference: () => this.#preference },
        };
        return [role, new RoleProcess(deps)];
      }),
    );
  }

  /**
   * Finds things in one picture. Rejects with the signal's reason when aborted, else with an EngineError:
   * `model-missing`, `model-corrupt`, `model-failed`, `bad-request`, `not-found`.
   */
  async detect({ role, cardId, signal }: InferenceTarget, input: DetectorInput): Promise<readonly Detection[]> {
    const { pixels, contentWidth, contentHeight } = input;
    const message = { kind: 'detect', cardId, input: { pixels, contentWidth, contentHeight } } as const;
    return (await this.#process(role).request(message, signal)) as readonly Detection[];
  }

  /** Features of a target's picture; rejects like `detect`. */
  async embed({ role, cardId, signal }: InferenceTarget, pixels: Uint8Array): Promise<Float32Array> {
    return (await this.#process(role).request({ kind: 'embed', cardId, pixels }, signal)) as Float32Array;
  }

  /** Where a target of these features is in a window; rejects like `detect`. */
  async locate({ role, cardId, signal }: InferenceTarget, target: LocateInput): Promise<TargetAnswer> {
    return (await this.#process(role).request({ kind: 'locate', cardId, ...target }, signal)) as TargetAnswer;
  }

  /** Loads a model without running it and says what computes it, for doctor. Rejects like `detect`. */
  async load({ role, cardId, signal }: InferenceTarget): Promise<DeviceReport> {
    return (await this.#process(role).request({ kind: 'load', cardId }, signal)) as DeviceReport;
  }

  /** What is known of each role now, without starting anything. */
  describeDevices(): readonly RoleDescription[] {
    return roles.map((role) => this.#process(role).describe());
  }

  /** What computes from now on: processes that run end, and start anew with the next request. */
  async prefer(preference: InferencePreference): Promise<void> {
    if (preference === this.#preference) return;
    this.#preference = preference;
    await Promise.all([...this.#processes.values()].map((process) => process.stop()));
  }

  /** Kills one role's process and rejects its requests as aborted; the other roles go on. */
  stop(role: InferenceRole): Promise<void> {
    return this.#process(role).stop();
  }

  /** Ends all processes within a second and rejects what waits as aborted. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((process) => process.dispose()));
  }

  #process(role: InferenceRole): RoleProcess {
    return this.#processes.get(role)!;
  }
}

/** Half of the processor for what nobody waits for: the other half decodes. */
function defaultThreadCount(role: InferenceRole): number {
  const coreCount = availableParallelism();
  return Math.max(1, Math.min(16, role === 'background' ? Math.floor(coreCount / 2) : coreCount));
}
