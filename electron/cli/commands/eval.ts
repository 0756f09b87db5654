import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { evalGrounding, groundingText, parseGroundingManifest } from '../../engine/search/eval-grounding.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';
import { parseChannels } from './search.ts';

interface EvalOptions {
  readonly baseline: 'whole-video' | 'baseline';
  readonly without?: string;
}

/** Measures spans and retrieval on a manifest; the files it names must be indexed in this library. */
export async function evalGroundingCommand(
  manifest: string,
  options: EvalOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const manifestFile = resolveFromCaller(manifest);
  const entries = parseGroundingManifest(await readManifest(manifestFile));
  const manifestFolder = await realpath(dirname(manifestFile));
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const report = await evalGrounding({
      entries,
      videoIdOf: (file) => engine.view.find(join(manifestFolder, ...file.split('/'))),
      search: engine.search,
      baseline: options.baseline,
      withoutChannels: parseChannels(options.without),
      signal,
    });
    output.result(report, groundingText(report));
    return exitCodes.done;
  });
}

async function readManifest(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}
