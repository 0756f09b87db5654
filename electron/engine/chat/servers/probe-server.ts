import { z } from 'zod';
import type { ServerModel, ServerProfile } from '../../../contract/chat-servers.ts';
import { EngineError } from '../../../contract/errors.ts';
import { ServerAsker, type AskerDeps, type ServerAccess } from './server-asker.ts';

export type ModelFacts = Omit<ServerModel, 'calibration'>;

export interface ServerFacts {
  readonly profile: ServerProfile;
  readonly version: string | null;
  readonly models: readonly ModelFacts[];
}

const count = z.int().positive();
/** `/v1/models`: `max_model_len` is vLLM's and SGLang's, `meta` llama.cpp's, `context_length` that of several others. */
const modelsSchema = z.object({
  data: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        owned_by: z.string().nullish().catch(null),
        max_model_len: count.nullish().catch(null),
        context_length: count.nullish().catch(null),
        meta: z
          .object({ n_ctx: count.nullish().catch(null) })
          .nullish()
          .catch(null),
      }),
    )
    .max(5000)
    .nullable(),
});
type ListedModel = NonNullable<z.infer<typeof modelsSchema>['data']>[number];

const versionSchema = z.object({ version: z.string().max(100) });
/** llama.cpp's `/props`. */
const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: count.nullish().catch(null) }),
  modalities: z.object({ vision: z.boolean() }).nullish().catch(null),
  build_info: z.string().max(100).nullish().catch(null),
});
/** SGLang's `/get_model_info`, later `/model_info`. */
const sglangSchema = z.object({
  model_path: z.string(),
  is_generation: z.boolean(),
  has_image_understanding: z.boolean().nullish().catch(null),
});
/** LM Studio's `/api/v0/models`. It answers 200 to what it does not know, so the shape decides. */
const lmStudioSchema = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1).max(200),
      type: z.string(),
      state: z.string(),
      max_context_length: count.nullish().catch(null),
      loaded_context_length: count.nullish().catch(null),
    }),
  ),
});
/** Ollama's `/api/ps` and `/api/show`. */
const ollamaRunningSchema = z.object({
  models: z.array(z.object({ name: z.string(), context_length: count.nullish().catch(null) })),
});
const ollamaShowSchema = z.object({
  capabilities: z.array(z.string()).nullish().catch(null),
  parameters: z.string().nullish().catch(null),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const mostModels = 200;
/** Ollama is asked about each model by itself. */
const mostShown = 40;

/**
 * Finds out what a server is and what it has, by the marks that each kind leaves: `owned_by` in the list of models, and
 * end points of its own. Nothing is sent but questions. Throws EngineError `server-unreachable`, `server-slow`,
 * `server-key`, `server-unknown` (no list of models at this address) and the signal's reason.
 */
export async function probeServer(access: ServerAccess, deps: AskerDeps, signal: AbortSignal): Promise<ServerFacts> {
  const asker = new ServerAsker(access, deps);
  const { api, host } = access.address;
  const parsed = modelsSchema.safeParse(await asker.ask({ url: `${api}/models` }, signal));
  if (!parsed.success) {
    throw new EngineError('server-unknown', `${host} answers, but not as a server of chat models.`, {
      details: { host },
    });
  }
  const listed = (parsed.data.data ?? []).slice(0, mostModels);
  const probing: Probing = { asker, root: access.address.root, listed, signal };
  const owners = new Set(listed.map(({ owned_by: owner }) => owner));
  if (owners.has('vllm')) return probeVllm(probing);
  if (owners.has('sglang')) return probeSglang(probing);
  if (owners.has('llamacpp')) return (await probeLlamaCpp(probing)) ?? unknownServer(probing);
  for (const probe of [probeLmStudio, probeOllama, probeLlamaCpp]) {
    const facts = await probe(probing);
    if (facts !== null) return facts;
  }
  return unknownServer(probing);
}

interface Probing {
  readonly asker: ServerAsker;
  readonly root: string;
  readonly listed: readonly ListedModel[];
  readonly signal: AbortSignal;
}

function listedFacts({ listed }: Probing, more: Partial<ModelFacts> = {}): ModelFacts[] {
  return listed.map(({ id, max_model_len: length, context_length: otherLength, meta }) => ({
    model: id,
    contextTokenCount: length ?? otherLength ?? meta?.n_ctx ?? null,
    canSee: null,
    isLoaded: null,
    ...more,
  }));
}

function unknownServer(probing: Probing): ServerFacts {
  return { profile: 'unknown', version: null, models: listedFacts(probing) };
}

async function probeVllm(probing: Probing): Promise<ServerFacts> {
  const { asker, root, signal } = probing;
  const version = versionSchema.safeParse(await asker.look({ url: `${root}/version` }, signal));
  return { profile: 'vllm', version: version.data?.version ?? null, models: listedFacts(probing, { isLoaded: true }) };
}

async function probeSglang(probing: Probing): Promise<ServerFacts> {
  const { asker, root, signal } = probing;
  let info = sglangSchema.safeParse(await asker.look({ url: `${root}/get_model_info` }, signal));
  if (!info.success) info = sglangSchema.safeParse(await asker.look({ url: `${root}/model_info` }, signal));
  const canSee = info.data?.has_image_understanding ?? null;
  return { profile: 'sglang', version: null, models: listedFacts(probing, { isLoaded: true, canSee }) };
}

async function probeLlamaCpp(probing: Probing): Promise<ServerFacts | null> {
  const { asker, root, signal } = probing;
  const props = propsSchema.safeParse(await asker.look({ url: `${root}/props` }, signal));
  if (!props.success) return null;
  const { default_generation_settings: settings, modalities, build_info: version } = props.data;
  const models = listedFacts(probing, { isLoaded: true, canSee: modalities?.vision ?? null });
  return {
    profile: 'llama-cpp',
    version: version ?? null,
    // What one conversation may take, which is less than the model's own where several share the memory.
    models: models.map((model) => ({ ...model, contextTokenCount: settings.n_ctx ?? model.contextTokenCount })),
  };
}

async function probeLmStudio({ asker, root, signal }: Probing): Promise<ServerFacts | null> {
  const models = lmStudioSchema.safeParse(await asker.look({ url: `${root}/api/v0/models` }, signal));
  if (!models.success) return null;
  return {
    profile: 'lm-studio',
    version: null,
    models: models.data.data
      .filter(({ type }) => type === 'llm' || type === 'vlm')
      .slice(0, mostModels)
      .map((one) => ({
        model: one.id,
        contextTokenCount: one.loaded_context_length ?? one.max_context_length ?? null,
        canSee: one.type === 'vlm',
        isLoaded: one.state === 'loaded',
      })),
  };
}

async function probeOllama(probing: Probing): Promise<ServerFacts | null> {
  const { asker, root, signal, listed } = probing;
  const version = versionSchema.safeParse(await asker.look({ url: `${root}/api/version` }, signal));
  if (!version.success) return null;
  const running = ollamaRunningSchema.safeParse(await asker.look({ url: `${root}/api/ps` }, signal)).data?.models ?? [];
  const models: ModelFacts[] = [];
  for (const { id } of listed) {
    const loaded = running.find(({ name }) => name === id);
    const look = { url: `${root}/api/show`, json: { model: id } };
    const shown = models.length < mostShown ? ollamaShowSchema.safeParse(await asker.look(look, signal)) : null;
    const { capabilities = null, parameters = null, model_info: info = null } = shown?.data ?? {};
    if (capabilities !== null && !capabilities.includes('completion')) continue;
    models.push({
      model: id,
      contextTokenCount: loaded?.context_length ?? ollamaContext(parameters, info),
      canSee: capabilities?.includes('vision') ?? null,
      isLoaded: loaded !== undefined,
    });
  }
  return { profile: 'ollama', version: version.data.version, models };
}

/** It runs models with 4,096 tokens unless their parameters say otherwise, however many they were made for. */
function ollamaContext(parameters: string | null, info: Readonly<Record<string, unknown>> | null): number | null {
  const set = /^num_ctx\s+(\d+)/m.exec(parameters ?? '')?.[1];
  const madeFor = Object.entries(info ?? {}).find(([name]) => name.endsWith('.context_length'))?.[1];
  const most = typeof madeFor === 'number' ? madeFor : null;
  const used = set === undefined ? 4096 : Number(set);
  return most === null ? (set === undefined ? null : used) : Math.min(most, used);
}
