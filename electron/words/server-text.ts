import {
  sendingSchema,
  serverErrorCodes,
  type Sending,
  type ServerErrorCode,
  type ServerProfile,
} from '../contract/chat-servers.ts';
import type { WireError } from '../contract/errors.ts';
import type { Words } from './words.ts';

const unreachable = ['refused', 'no-such-host', 'no-way', 'cut', 'certificate', 'not-http'] as const;

/**
 * What a server of chat models failed at, with its values, and what to do next; null for an error of another kind,
 * which the page's and the command line's own tables word.
 */
export function serverErrorText({ code, details }: Pick<WireError, 'code' | 'details'>, words: Words): string | null {
  const parsed = serverErrorCodes.safeParse(code);
  if (!parsed.success) return null;
  if (parsed.data === 'sending-not-allowed') {
    const sending = sendingSchema.safeParse({ serverId: '', ...details });
    return sending.success ? sendingText(sending.data, words) : words('servers.sending-unknown', hostOf(details));
  }
  const reason = details['reason'];
  const sentence = words(keyOf(parsed.data, reason), {
    ...{
      model: '',
      status: 0,
      seconds: 0,
      retryAfterSeconds: 0,
      tokenCount: 0,
      contextTokenCount: 0,
      limit: 0,
      isQuota: 0,
    },
    ...hostOf(details),
    ...details,
    sentMegabytes: Number(details['sentBytes'] ?? 0) / 1e6,
  });
  const isSaid = typeof reason === 'string' && details['status'] !== undefined && reason !== '';
  return isSaid ? `${sentence} ${words('servers.said', { reason })}` : sentence;
}

function keyOf(code: Exclude<ServerErrorCode, 'sending-not-allowed'>, reason: unknown) {
  if (code !== 'server-unreachable') return `servers.${code}` as const;
  const known = unreachable.find((one) => one === reason) ?? 'cut';
  return `servers.unreachable-${known}` as const;
}

function hostOf(details: WireError['details']): { host: string } {
  return { host: String(details['host'] ?? '?') };
}

/** Which bytes leave this machine: said before the first request to a host that is another one. */
export function sendingText({ host, kind, frameCount, sentBytes, isEncrypted }: Sending, words: Words): string {
  const sentence = words('servers.sending', { host, kind, frameCount, megabytes: sentBytes / 1e6 });
  return isEncrypted === 1 ? sentence : `${sentence} ${words('servers.sending-open')}`;
}

/** What a server is called. */
export function profileText(profile: ServerProfile, words: Words): string {
  return words(`servers.profile-${profile}`);
}
