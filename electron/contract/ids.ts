import { z } from 'zod';

/** Opaque ids: 1 to 64 of letters, digits, `-` and `_`, so that no id can be a path. */
const opaqueId = z.string().regex(/^[\w-]{1,64}$/);

export const videoIdSchema = opaqueId.brand<'VideoId'>();
export const rootIdSchema = opaqueId.brand<'RootId'>();
export const folderIdSchema = opaqueId.brand<'FolderId'>();
export const jobIdSchema = opaqueId.brand<'JobId'>();
export const placeIdSchema = opaqueId.brand<'PlaceId'>();
export const selectionItemIdSchema = opaqueId.brand<'SelectionItemId'>();
export const savedSearchIdSchema = opaqueId.brand<'SavedSearchId'>();
export const correctionIdSchema = opaqueId.brand<'CorrectionId'>();
export const exportIdSchema = opaqueId.brand<'ExportId'>();
export const trackIdSchema = opaqueId.brand<'TrackId'>();
export const followIdSchema = opaqueId.brand<'FollowId'>();
export const conversationIdSchema = opaqueId.brand<'ConversationId'>();
export const turnIdSchema = opaqueId.brand<'TurnId'>();
export const serverIdSchema = opaqueId.brand<'ServerId'>();
export type VideoId = z.infer<typeof videoIdSchema>;
export type RootId = z.infer<typeof rootIdSchema>;
export type FolderId = z.infer<typeof folderIdSchema>;
export type JobId = z.infer<typeof jobIdSchema>;
export type PlaceId = z.infer<typeof placeIdSchema>;
export type SelectionItemId = z.infer<typeof selectionItemIdSchema>;
export type SavedSearchId = z.infer<typeof savedSearchIdSchema>;
export type CorrectionId = z.infer<typeof correctionIdSchema>;
export type ExportId = z.infer<typeof exportIdSchema>;
export type TrackId = z.infer<typeof trackIdSchema>;
export type FollowId = z.infer<typeof followIdSchema>;
export type ConversationId = z.infer<typeof conversationIdSchema>;
export type TurnId = z.infer<typeof turnIdSchema>;
export type ServerId = z.infer<typeof serverIdSchema>;
