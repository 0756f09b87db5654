import { demoFolderOf, drawDemoWithTools } from '../../engine/demo/add-demo.ts';
import type { CommandContext } from '../command-context.ts';
import { mediaTools } from '../open-engine.ts';
import { libraryPaths, resolveFromCaller } from '../places.ts';
import { indexCommand } from './index-command.ts';
import { searchCommand } from './search.ts';

/** Draws a small library with known events, indexes it and shows a first search; needs no model. */
export async function demoCommand({ folder }: { readonly folder?: string }, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const demoFolder =
    folder === undefined ? demoFolderOf(libraryPaths(context.libraryOption)) : resolveFromCaller(folder);
  const tools = await mediaTools(context, true);
  const demo = await drawDemoWithTools({
    folder: demoFolder,
    tools,
    onProgress: ({ doneCount, totalCount }) =>
      output.progress({
        label: 'drawing the demo',
        doneShare: doneCount / totalCount,
        detail: '',
        remainingSeconds: null,
      }),
    signal,
  });
  const silent = { ...context, output: output.withoutResult() };
  const indexed = await indexCommand([demoFolder], { pass: 'full' }, silent);
  if (indexed !== 0) {
    return indexed;
  }
  const event = demo.clips[0]!.events[0]!;
  output.note(`\nDrawn into ${demoFolder} and indexed. A first search: ${event.text}\n`);
  return searchCommand(event.text, { limit: 5 }, context);
}
