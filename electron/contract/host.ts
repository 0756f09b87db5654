import { z } from 'zod';
import { videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { namedPlaceSchema } from './places.ts';

/** What the window or browser around the page can do. What it cannot is not shown, or replaced. */
export const hostCapabilitiesSchema = z.object({
  /** Native dialogs to choose folders and files; without them the page draws its own folder browser. */
  canChoose: z.boolean(),
  /** "Show in folder". */
  canReveal: z.boolean(),
  /** A clip can be dragged out of the window as a file. */
  canDragOut: z.boolean(),
  /** Dropped files come with a path (the preload names it); a browser does not tell. */
  hasDropPaths: z.boolean(),
  /** The log folder can be opened. */
  canOpenLogs: z.boolean(),
  /** Secrets are kept by the system's own store. */
  canKeepSecrets: z.boolean(),
});
export type HostCapabilities = z.infer<typeof hostCapabilitiesSchema>;

/** The only addresses that may be opened outside, by name. `main` holds the addresses. */
export const externalLinkSchema = z.enum(['project', 'report-a-problem', 'yolox-licence', 'ffmpeg-licence']);
export type ExternalLink = z.infer<typeof externalLinkSchema>;

export const choiceKindSchema = z.enum([
  'footage-folders',
  'footage-files',
  'relink-folder',
  'relink-file',
  'model-folder',
]);
export type ChoiceKind = z.infer<typeof choiceKindSchema>;

const nothing = z.object({});

export const hostMethods = {
  'host.describe': defineMethod({
    params: nothing,
    progress: z.never(),
    result: z.object({
      kind: z.enum(['desktop', 'browser']),
      platform: z.enum(['linux', 'mac', 'windows']),
      version: z.string(),
      capabilities: hostCapabilitiesSchema,
      /** This engine only reads: another one writes the library. */
      isReadOnly: z.boolean(),
    }),
  }),
  /** Shows a native dialog. An empty list: the person thought better of it. */
  'host.choose': defineMethod({
    params: z.object({ what: choiceKindSchema }),
    progress: z.never(),
    result: z.object({ places: z.array(namedPlaceSchema) }),
  }),
  'host.reveal': defineMethod({ params: z.object({ videoId: videoIdSchema }), progress: z.never(), result: nothing }),
  /** Begins a native drag of the clip's file; called while a drag gesture is under way. */
  'host.dragOut': defineMethod({ params: z.object({ videoId: videoIdSchema }), progress: z.never(), result: nothing }),
  'host.openLogs': defineMethod({ params: nothing, progress: z.never(), result: nothing }),
  'host.openLink': defineMethod({
    params: z.object({ link: externalLinkSchema }),
    progress: z.never(),
    result: nothing,
  }),
  /** The licences of what Timecue is made of, as text. */
  'host.licences': defineMethod({ params: nothing, progress: z.never(), result: z.object({ text: z.string() }) }),
  /** A fault of the page, for the log. */
  'host.reportFault': defineMethod({
    params: z.object({ message: z.string().max(2000), stack: z.string().max(8000).nullable() }),
    progress: z.never(),
    result: nothing,
  }),
  /**
   * A long call: what the host asks of the page, from its menus, a second start or a file that was opened. Ends when
   * aborted.
   */
  'host.watch': defineMethod({
    params: nothing,
    progress: z.discriminatedUnion('kind', [
      /** A command of the page's own list, by its id. */
      z.object({ kind: z.literal('command'), commandId: z.string().max(64) }),
      z.object({ kind: z.literal('places'), places: z.array(namedPlaceSchema) }),
    ]),
    result: nothing,
  }),
};
export type HostRequest = z.infer<(typeof hostMethods)['host.watch']['progress']>;
