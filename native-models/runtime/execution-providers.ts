import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What computes: names as onnxruntime spells them. */
export const providerNames = ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const;
export type ProviderName = (typeof providerNames)[number];

/** `auto`: the platform's order; a name: this one, then the processor. */
export type ProviderPreference = 'auto' | ProviderName;

/** Why a provider is not in use. */
export interface ProviderFailure {
  readonly provider: ProviderName;
  readonly reason: string;
}

export interface ProviderPlan {
  /** To be tried one by one; ends with `cpu`. */
  readonly order: readonly ProviderName[];
  /** Ruled out before any attempt. */
  readonly failures: readonly ProviderFailure[];
}

/** What a machine offers, so that the order can be tested without being on it. */
export interface ProviderSurroundings {
  readonly platform: NodeJS.Platform;
  /** Providers that onnxruntime was built with or can load. */
  readonly supported: readonly string[];
  /** Whether CUDA's provider library lies beside onnxruntime's. */
  readonly hasCudaLibrary: boolean;
}

export interface ProviderWish {
  readonly preference: ProviderPreference;
  /** Providers that are known not to work here, with why. */
  readonly skip: readonly ProviderFailure[];
}

const orderOfPlatform: Partial<Record<NodeJS.Platform, readonly ProviderName[]>> = {
  win32: ['dml', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
  linux: ['cuda', 'webgpu', 'cpu'],
};

/**
 * Which providers to try, in order. onnxruntime does not fall back by itself (a list of several throws when the first
 * fails), so each is tried on its own and the processor, which always works, comes last.
 */
export function planProviders(wish: ProviderWish, surroundings: ProviderSurroundings): ProviderPlan {
  const wanted: readonly ProviderName[] =
    wish.preference === 'auto'
      ? (orderOfPlatform[surroundings.platform] ?? ['cpu'])
      : [...new Set<ProviderName>([wish.preference, 'cpu'])];
  const order: ProviderName[] = [];
  const failures: ProviderFailure[] = [];
  for (const provider of wanted) {
    const reason = provider === 'cpu' ? null : reasonAgainst(provider, wish, surroundings);
    if (reason === null) {
      order.push(provider);
    } else {
      failures.push({ provider, reason });
    }
  }
  return { order, failures };
}

function reasonAgainst(provider: ProviderName, wish: ProviderWish, surroundings: ProviderSurroundings): string | null {
  const known = wish.skip.find((failure) => failure.provider === provider);
  if (known !== undefined) {
    return known.reason;
  }
  if (!surroundings.supported.includes(provider)) {
    return 'not part of onnxruntime on this system';
  }
  if (provider === 'cuda' && !surroundings.hasCudaLibrary) {
    return 'its library is not installed';
  }
  return null;
}

/** Where CUDA's provider library would lie: beside onnxruntime's own. It is not part of the package. */
export function hasCudaLibrary(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') {
    return false;
  }
  // The package's entry lies in dist/.
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
  const binaryFolder = join(packageFolder, 'bin', 'napi-v6', platform, process.arch);
  return existsSync(join(binaryFolder, 'libonnxruntime_providers_cuda.so'));
}
