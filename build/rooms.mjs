/**
 * The import rules of the house, in one file. A folder says which world its files may touch; crossing is an error.
 * Inside the engine a room may import the rooms before it, never one after it, and never a sibling of its own group.
 */

/** From the ground up; rooms of one group do not know each other. */
const engineGroups = [
  ['base'],
  ['store'],
  ['settings'],
  ['jobs'],
  ['library'],
  ['models'],
  ['inference'],
  ['media'],
  ['channels'],
  ['ingest'],
  ['timeline', 'playback', 'selection', 'corrections'],
  ['index'],
  ['query'],
  ['grounding', 'tracking'],
  ['search'],
  ['export', 'teaching', 'chat'],
  ['demo', 'doctor'],
];

const room = (name) => `^electron/engine/${name}/`;

const engineOrder = engineGroups
  .flatMap((group, position) =>
    group.map((name) => ({
      name: `engine-${name}-looks-down-only`,
      comment: `engine/${name} may import only the rooms before it.`,
      severity: 'error',
      from: { path: room(name) },
      to: {
        path: [...engineGroups.slice(position + 1).flat(), ...group.filter((other) => other !== name)]
          .map(room)
          .concat('^electron/engine/[^/]+\\.ts$'),
      },
    })),
  )
  .filter((rule) => rule.to.path.length > 0);

const pureModels =
  '^native-models/(api|parsing|rewards|policy|finetune|processing|tracking|catalog|families/[^/]+/(preprocess|postprocess|[^/]*classes))';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...engineOrder,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-and-rpc-know-no-world',
      comment: 'They are compiled for Node and for the browser alike.',
      severity: 'error',
      from: { path: '^electron/(contract|rpc)/' },
      to: { pathNot: ['^electron/(contract|rpc)/', '^node_modules/zod/'] },
    },
    {
      name: 'words-know-the-contract-only',
      comment: 'They are said in Node, in the browser and in Electron alike.',
      severity: 'error',
      from: { path: '^electron/words/' },
      to: { pathNot: '^(electron/(contract|words)/|node_modules/intl-messageformat/)' },
    },
    {
      name: 'the-engine-never-words-for-people',
      comment: 'It answers with codes and values; only what it writes to files and asks models is in words.',
      severity: 'error',
      from: { path: '^electron/engine/', pathNot: '^electron/engine/(export|chat)/' },
      to: { path: '^electron/words/' },
    },
    {
      name: 'renderer-never-imports-the-engine',
      severity: 'error',
      from: { path: '^renderer/' },
      // The preload's bridge is the page's side of it: a type and two words.
      to: { path: '^(electron/(?!contract/|rpc/|words/|preload/desktop-bridge)|native-models/(?!api/)|test/)' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'channels-do-not-know-each-other',
      severity: 'error',
      from: { path: '^electron/engine/channels/(shots|look|motion|objects|tracks|speech|names)/' },
      to: {
        path: '^electron/engine/channels/(shots|look|motion|objects|tracks|speech|names)/',
        pathNot: '^electron/engine/channels/$1/',
      },
    },
    {
      name: 'engine-stays-without-window-and-session',
      comment: 'No Electron, no interface, no ONNX; of native-models only the pure rooms.',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: {
        path: '^(electron/(?!engine/|contract/|rpc/|words/)|renderer/|native-models/|test/|node_modules/(electron|onnxruntime-node)/)',
        pathNot: pureModels,
      },
    },
    {
      name: 'only-the-model-process-holds-sessions',
      severity: 'error',
      from: { pathNot: '^(electron/model-process/|native-models/(runtime|families)/|test/)' },
      to: { path: '^(node_modules/onnxruntime-node/|native-models/runtime/|native-models/families/[^/]+/model\\.ts)' },
    },
    {
      name: 'native-models-know-no-product',
      severity: 'error',
      from: { path: '^native-models/' },
      to: { path: '^(electron/|renderer/|test/)' },
    },
    {
      name: 'pure-models-have-no-node',
      severity: 'error',
      from: {
        path: '^native-models/(api|parsing|rewards|policy|finetune|processing|tracking|families/[^/]+/(preprocess|postprocess))',
      },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'main-and-preload-never-import-the-engine',
      comment: 'Main stays small; it knows the log and the host by type only.',
      severity: 'error',
      from: { path: '^electron/(main|preload)/' },
      to: { path: '^(electron/(engine/(?!base/)|cli/|model-process/)|renderer/|test/)' },
    },
    {
      name: 'only-main-and-preload-know-electron',
      severity: 'error',
      from: { path: '^(electron|native-models|renderer)/', pathNot: '^electron/(main|preload)/' },
      to: { path: '^node_modules/electron/' },
    },
    {
      name: 'one-module-calls-ffmpeg',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/engine/media/' },
      to: { path: '^node_modules/(fluent-ffmpeg|ffmpeg-static)/' },
    },
    {
      name: 'one-room-holds-sqlite',
      severity: 'error',
      from: { path: '^(electron|native-models|renderer)/', pathNot: '^electron/engine/store/' },
      to: { path: '^node_modules/better-sqlite3/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(electron|native-models|renderer|build)/' },
      to: { path: '^test/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|test/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
    },
  },
};
