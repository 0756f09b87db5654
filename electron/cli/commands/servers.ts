import { readFile } from 'node:fs/promises';
import type { Calibration, ChatServer } from '../../contract/chat-servers.ts';
import { chatServerMethods } from '../../contract/chat-servers.ts';
import { EngineError } from '../../contract/errors.ts';
import { systemClock } from '../../engine/base/surroundings.ts';
import { readServerAddress } from '../../engine/chat/servers/server-address.ts';
import type { ServerService } from '../../engine/chat/servers/server-service.ts';
import { createServers } from '../../engine/create-servers.ts';
import { SettingsStore } from '../../engine/settings/settings-store.ts';
import { profileText, serverErrorText } from '../../words/server-text.ts';
import { englishWords } from '../../words/words.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools, processLogger } from '../open-engine.ts';
import { resolveFromCaller, secretStore, settingsFile } from '../places.ts';

export interface AddOptions {
  readonly title?: string;
  readonly keyFile?: string;
}

function service(context: CommandContext): ServerService {
  const logger = processLogger(context.output);
  const file = settingsFile();
  return createServers({
    ...{ settings: new SettingsStore({ file, logger }), settingsFile: file, secrets: secretStore(logger) },
    ...{ env: process.env, tools: () => mediaTools(context, true), clock: systemClock, logger },
  }).service;
}

/** The servers of chat models, as they were when they were last asked. */
export async function listServers(context: CommandContext): Promise<number> {
  const servers = await service(context).list();
  const none = 'No server is named. Name one: timecue servers add http://localhost:8000';
  context.output.result({ servers }, servers.length === 0 ? none : servers.map(serverText).join('\n'));
  return exitCodes.done;
}

/** Names a server and asks what it is. The key is read from a file: on a command line, others could see it. */
export async function addServer(address: string, options: AddOptions, context: CommandContext): Promise<number> {
  const { keyFile, title = '' } = options;
  const key = keyFile === undefined ? null : (await readFile(resolveFromCaller(keyFile), 'utf8')).trim();
  const params = chatServerMethods['chatServers.add'].params.safeParse({ address, title, key });
  if (!params.success) {
    throw new EngineError('bad-request', 'An address has at most 500 characters, and a key no spaces.');
  }
  return showOne(await service(context).add(params.data, context.signal), context);
}

export async function testServer(address: string, context: CommandContext): Promise<number> {
  const servers = service(context);
  return showOne(await servers.test((await byAddress(servers, address)).serverId, context.signal), context);
}

/** Whether footage may be sent there. */
export async function allowServer(
  address: string,
  isSendingAllowed: boolean,
  context: CommandContext,
): Promise<number> {
  const servers = service(context);
  const { serverId } = (await findByAddress(servers, address)) ?? (await servers.add({ address }, context.signal));
  const changed = await servers.change(serverId, { isSendingAllowed });
  const text = isSendingAllowed ? 'Pictures may be sent to' : 'No pictures are sent any more to';
  context.output.result(changed, `${text} ${changed.host}.`);
  return exitCodes.done;
}

export async function removeServer(address: string, context: CommandContext): Promise<number> {
  const servers = service(context);
  const server = await byAddress(servers, address);
  await servers.remove(server.serverId);
  context.output.result(server, `${server.host} is removed, with its key.`);
  return exitCodes.done;
}

/** Measures how the times that a model names are to be read. */
export async function calibrateServer(address: string, model: string, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const servers = service(context);
  const { serverId } = await byAddress(servers, address);
  const calibration = await servers.calibrate(
    { serverId, model },
    ({ doneCount, totalCount }) =>
      output.progress({ label: 'calibrate', doneShare: doneCount / totalCount, detail: '', remainingSeconds: null }),
    signal,
  );
  output.result({ calibration }, calibrationText(calibration));
  return exitCodes.done;
}

async function findByAddress(servers: ServerService, address: string): Promise<ChatServer | undefined> {
  const { api } = readServerAddress(address);
  return (await servers.list()).find((one) => one.address === api);
}

async function byAddress(servers: ServerService, address: string): Promise<ChatServer> {
  const found = await findByAddress(servers, address);
  if (found !== undefined) return found;
  throw new EngineError('not-found', `${address} is not in the list. Name it: timecue servers add ${address}`);
}

function showOne(server: ChatServer, { output }: CommandContext): number {
  output.result(server, serverText(server));
  return server.failure === null ? exitCodes.done : exitCodes.someFailed;
}

function serverText({ title, address, profile, version, models, failure, ...server }: ChatServer): string {
  const kind =
    profile === null ? 'not reached yet' : [profileText(profile, englishWords), version ?? ''].join(' ').trim();
  const sending = server.isLoopback ? '' : server.isSendingAllowed ? ', pictures may be sent' : ', nothing is sent yet';
  const problem = failure === null ? [] : [`  ${serverErrorText(failure, englishWords) ?? failure.message}`];
  const lines = models.map(
    ({ model, contextTokenCount, canSee, calibration }) =>
      `  ${model}${contextTokenCount === null ? '' : `, ${contextTokenCount} tokens`}${canSee === false ? ', takes no pictures' : ''}${calibration.state === 'fitted' ? ', times measured' : ''}`,
  );
  return [`${title}: ${address} (${kind}${sending})`, ...problem, ...lines].join('\n');
}

function calibrationText(calibration: Calibration): string {
  if (calibration.state !== 'fitted')
    return 'The times that this model names follow no line; they cannot be relied on.';
  const { map, residualSeconds, eventCount } = calibration;
  return `time = ${map.scale.toFixed(3)} × named ${map.offsetSeconds < 0 ? '−' : '+'} ${Math.abs(map.offsetSeconds).toFixed(2)} s, within ${residualSeconds.toFixed(2)} s (${eventCount} events).`;
}
