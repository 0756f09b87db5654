import { z } from 'zod';

/** One way of knowing something about time. Adding one is adding a folder under `engine/channels` and a word here. */
export const channelIdSchema = z.enum(['shots', 'look', 'motion', 'objects', 'tracks', 'speech', 'names']);
export type ChannelId = z.infer<typeof channelIdSchema>;
