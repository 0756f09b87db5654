import type { InstallProgress, ModelSummary } from '../../contract/models.ts';
import { systemClock } from '../../engine/base/surroundings.ts';
import { ModelStore } from '../../engine/models/model-store.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { processLogger, readSettings } from '../open-engine.ts';
import { libraryPaths, resolveFromCaller } from '../places.ts';

function modelStore({ libraryOption, output }: CommandContext): ModelStore {
  return new ModelStore({
    modelFolder: libraryPaths(libraryOption).modelFolder,
    env: process.env,
    clock: systemClock,
    logger: processLogger(output),
    isNetworkOff: () => readSettings({ output }).isNetworkOff,
  });
}

/** The catalogue and what of it is installed. */
export async function listModels(context: CommandContext): Promise<number> {
  const models = await modelStore(context).list();
  context.output.result({ models }, models.map(modelText).join('\n'));
  return exitCodes.done;
}

export async function installModel(
  cardId: string,
  { from }: { readonly from?: string },
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const isAddress = from !== undefined && /^https?:\/\//.test(from);
  const summary = await modelStore(context).install(cardId, {
    ...(from === undefined ? {} : { from: isAddress ? from : resolveFromCaller(from) }),
    signal,
    onProgress: (progress) => output.progress(installLine(progress)),
  });
  output.result(summary, `${summary.cardId} is installed (${summary.licence}). Index again to use it.`);
  return exitCodes.done;
}

export async function removeModel(cardId: string, context: CommandContext): Promise<number> {
  const summary = await modelStore(context).remove(cardId);
  context.output.result(summary, `${cardId} is removed.`);
  return exitCodes.done;
}

/** Hashes installed files again; exit 3 when one is not what it was. */
export async function verifyModels(cardId: string | undefined, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const store = modelStore(context);
  const installed = (await store.list()).filter(({ state }) => state !== 'missing').map((model) => model.cardId);
  const models: ModelSummary[] = [];
  for (const id of cardId === undefined ? installed : [cardId]) {
    models.push(await store.verify(id, { signal }));
  }
  output.result({ models }, models.length === 0 ? 'No model is installed.' : models.map(modelText).join('\n'));
  return models.some(({ state }) => state === 'corrupt') ? exitCodes.someFailed : exitCodes.done;
}

const stateWords = { installed: 'installed', missing: 'not installed', corrupt: 'damaged' } as const;

function modelText({ cardId, title, purpose, licence, sizeBytes, state }: ModelSummary): string {
  const size = `${(sizeBytes / 1e6).toFixed(1)} MB`;
  return `${cardId.padEnd(18)} ${stateWords[state].padEnd(14)} ${size.padStart(8)}  ${title} (${licence})\n    ${purpose}`;
}

function installLine({ stage, file, doneBytes, totalBytes }: InstallProgress) {
  const words = { download: 'downloading', copy: 'copying', verify: 'checking' } as const;
  return {
    label: `${words[stage]} ${file}`,
    doneShare: totalBytes > 0 ? doneBytes / totalBytes : null,
    detail: `${(doneBytes / 1e6).toFixed(1)} of ${(totalBytes / 1e6).toFixed(1)} MB`,
    remainingSeconds: null,
  };
}
