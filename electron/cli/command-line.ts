import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { toWireError, type ErrorCode, type WireError } from '../contract/errors.ts';
import { chatTaskSchema } from '../contract/chat.ts';
import { trackFormatSchema } from '../contract/tracks.ts';
import { errorAdvice } from './error-advice.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { CommandContext, RunCommand } from './command-context.ts';
import { command, oneOf, seconds, share, type Start, wholeNumber } from './declare-command.ts';
import { addEval, addTeach } from './policy-commands.ts';
import { addServers } from './server-commands.ts';
import { Output } from './output.ts';

/**
 * Reads the arguments and runs one command. Answers the exit code: 0 done, 1 internal, 2 usage, 3 some files failed,
 * 130 interrupted.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const controller = new AbortController();
  let exitCode: number = exitCodes.done;
  const stopListening = onInterrupt(controller);
  const program = buildProgram(
    async ({ library: libraryOption, json: isJson = false, quiet: isQuiet = false }, run) => {
      const output = new Output({ isJson, isQuiet }, process);
      exitCode = await guarded(run, { output, signal: controller.signal, libraryOption });
    },
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (exitCode === exitCodes.usage && args.includes('--json')) {
      const message = error.message.replace(/^error: /, '');
      new Output({ isJson: true, isQuiet: true }, process).result(errorDocument('bad-request', message), '');
    }
  } finally {
    stopListening();
  }
  return exitCode;
}

/** One Ctrl+C may arrive several times: from the terminal and from each process above that passes it on. */
const repeatedSignalMs = 500;

/** Stops the command when it is told to, or when the process that started it and speaks with it is gone. */
function onInterrupt(controller: AbortController): () => void {
  let firstMs = Infinity;
  const interrupt = (): void => {
    const nowMs = performance.now();
    if (nowMs - firstMs > repeatedSignalMs) {
      // Asked twice: the first stop hangs, so leave at once; what was committed is safe.
      process.exit(exitCodes.interrupted);
    }
    firstMs = Math.min(firstMs, nowMs);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) {
    process.on(signal, interrupt);
  }
  process.on('disconnect', interrupt);
  // Listening alone must not keep a finished command alive.
  process.channel?.unref();
  return () => {
    for (const signal of signals) {
      process.off(signal, interrupt);
    }
    process.off('disconnect', interrupt);
  };
}

function errorDocument(code: ErrorCode, message: string, details: WireError['details'] = {}) {
  return { error: { code, message, details, advice: errorAdvice[code] === '' ? null : errorAdvice[code] } };
}

async function guarded(run: RunCommand, context: CommandContext): Promise<number> {
  const { output } = context;
  try {
    return await run(context);
  } catch (error) {
    const { code, message, details } = toWireError(error);
    output.endProgress();
    if (output.isJson) {
      output.result(errorDocument(code, message, details), '');
    }
    const advice = errorAdvice[code];
    output.warn(code === 'aborted' ? 'Stopped.' : `timecue: ${message}${advice === '' ? '' : `\n  ${advice}`}`);
    if (code === 'internal' && process.env['TIMECUE_DEBUG'] !== undefined && error instanceof Error) {
      output.warn(error.stack ?? '');
    }
    return exitCodeOf(error);
  }
}

function buildProgram(start: Start): Command {
  const program = new Command('timecue')
    .description('Find moments in hours of footage, with start and end times, on your own machine.')
    .version(version(), '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(timecue --help lists the commands, timecue <command> --help its options)')
    .configureHelp({ showGlobalOptions: true });
  for (const add of commandAdders) {
    add(program, start);
  }
  return program;
}

function version(): string {
  const { version: text } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  return text;
}

const commandAdders: readonly ((program: Command, start: Start) => void)[] = [
  (program, start) =>
    command(program, 'index <path...>')
      .description('add folders or files to the library and analyse what is new')
      .option('--pass <pass>', 'full, or key-frames to stop after the quick pass', oneOf('key-frames', 'full'), 'full')
      .option('--retry', 'try again what could not be read before')
      .option('--watch', 'stay and index what is added or changed')
      .option('--poll', 'look at the folders by polling (network drives that send no events)')
      .action(async (paths: string[], options) =>
        start(options, async (context) =>
          (await import('./commands/index-command.ts')).indexCommand(paths, options, context),
        ),
      ),
  (program, start) =>
    command(program, 'status')
      .description('what the library holds and what is under way')
      .action(async (options) =>
        start(options, async (context) => (await import('./commands/status.ts')).statusCommand(context)),
      ),
  (program, start) =>
    command(program, 'search <text...>')
      .description('find moments: timecue search two people at a table')
      .option('--limit <n>', 'at most this many hits', wholeNumber(1, 200), 20)
      .option('--floor <score>', 'show hits from this score on; 0 shows the weak ones too', share)
      .option('--without <channels>', 'leave channels out, comma-separated (names, speech, …)')
      .action(async (words: string[], options) =>
        start(options, async (context) =>
          (await import('./commands/search.ts')).searchCommand(words.join(' '), options, context),
        ),
      ),
  (program, start) =>
    command(program, 'show <video>')
      .description('what is known about one video: its path or id')
      .action(async (video: string, options) =>
        start(options, async (context) => (await import('./commands/show.ts')).showCommand(video, context)),
      ),
  (program, start) =>
    command(program, 'relink <known> <now>')
      .description('say where a folder of the library, or one video (its path or id), lies now')
      .action(async (from: string, to: string, options) =>
        start(options, async (context) => (await import('./commands/relink.ts')).relinkCommand({ from, to }, context)),
      ),
  (program, start) =>
    command(program, 'export')
      .description('write the hits of a saved search as a table')
      .requiredOption('--from <search.json>', 'what `timecue search --json` wrote; - reads standard input')
      .requiredOption('--out <file>', 'the file to write; - writes to standard output')
      .option('--format <format>', 'csv or json', oneOf('csv', 'json'), 'csv')
      .option('--force', 'overwrite the file')
      .action(async (options) =>
        start(options, async (context) => (await import('./commands/export.ts')).exportCommand(options, context)),
      ),
  addChat,
  addTrack,
  addTracks,
  addModels,
  addServers,
  (program, start) =>
    command(program, 'doctor')
      .description('what is here, what is missing, and what to do about it')
      .action(async (options) =>
        start(options, async (context) => (await import('./commands/doctor.ts')).doctorCommand(context)),
      ),
  addEval,
  addTeach,
  (program, start) =>
    command(program, 'bench')
      .description('measure this machine: indexing, search, memory')
      .option('--quick', 'smaller sizes, for a first impression')
      .action(async (options) =>
        start(options, async (context) => (await import('./commands/bench.ts')).benchCommand(options, context)),
      ),
  addServe,
  (program, start) =>
    command(program, 'demo')
      .description('draw a small library with known events, index it and show a first search; needs no model')
      .option('--folder <dir>', 'where to draw it (default: a folder "demo" beside the library)')
      .action(async (options) =>
        start(options, async (context) => (await import('./commands/demo.ts')).demoCommand(options, context)),
      ),
];

const chatTask = oneOf(...chatTaskSchema.options.map(({ shape }) => shape.kind.value));

function addChat(program: Command, start: Start): void {
  command(program, 'chat [question]')
    .description('ask about chosen footage: timecue chat --select a.mp4 b.mp4@12-18 "When is a dog seen?"')
    .requiredOption('--select <videos...>', 'clips (path or id), spans (clip.mp4@12-18), or folders of the library')
    .option(
      '--server <address>',
      'a server of language models (OpenAI protocol), with --model; without one the index answers',
    )
    .option('--model <name>', 'the model of that server')
    .option('--local <card>', 'a language model that is installed here')
    .option('--task <task>', 'what a model is to do', chatTask, 'ask')
    .option('--option <text...>', 'options to choose from (task choose, reread, perceive)')
    .option('--passes <n>', 'how often to look (task perceive)', wholeNumber(2, 5))
    .option('--think', 'let the model think aloud first')
    .option('--language <language>', 'en or de, where the question does not tell', oneOf('en', 'de'), 'en')
    .action(async (question: string | undefined, options) =>
      start(options, async (context) => (await import('./commands/chat.ts')).chatCommand(question, options, context)),
    );
}

function addTrack(program: Command, start: Start): void {
  command(program, 'track <video>')
    .description('follow one thing through a video (a file, or an id of the library) and print its box in every frame')
    .requiredOption('--box <x,y,w,h>', 'where it is: shares of the picture, or pixels (64px,32px,100px,80px)')
    .requiredOption('--at <seconds>', 'when it is there', seconds)
    .option('--until <seconds>', 'follow up to here (default: the end; with --backward the beginning)', seconds)
    .option('--backward', 'follow towards the beginning')
    .option('--tracker <tracker>', 'auto, filter or nano', oneOf('auto', 'filter', 'nano'), 'auto')
    .option('--label <label>', 'what it is', 'object')
    .option('--save', 'keep the track in the library')
    .action(async (video: string, options) =>
      start(options, async (context) => (await import('./commands/track.ts')).trackCommand(video, options, context)),
    );
}

const trackFormat = oneOf(...trackFormatSchema.options);

function addTracks(program: Command, start: Start): void {
  const tracks = program.command('tracks').description('tracks of a video: export, import').exitOverride();
  command(tracks, 'export <video>')
    .description('write the tracks of a video of the library, named by its path or id')
    .requiredOption('--format <format>', trackFormatSchema.options.join(', '), trackFormat)
    .requiredOption('--out <file>', 'the file to write; - writes to standard output')
    .option('--force', 'overwrite the file')
    .action(async (video: string, options) =>
      start(options, async (context) => (await import('./commands/tracks.ts')).exportTracks(video, options, context)),
    );
  command(tracks, 'import <video>')
    .description('take in the tracks of a file; what cannot be taken is said')
    .requiredOption('--from <file>', 'what another program wrote; - reads standard input')
    .option('--format <format>', `${trackFormatSchema.options.join(', ')} (default: what it looks like)`, trackFormat)
    .action(async (video: string, options) =>
      start(options, async (context) => (await import('./commands/tracks.ts')).importTracks(video, options, context)),
    );
}

function addModels(program: Command, start: Start): void {
  const models = program
    .command('models')
    .description('the model catalogue: list, install, remove, verify')
    .exitOverride();
  command(models, 'list')
    .description('the catalogue and what is installed')
    .action(async (options) =>
      start(options, async (context) => (await import('./commands/models.ts')).listModels(context)),
    );
  command(models, 'install <card>')
    .description('download a model, or copy it from a folder')
    .option('--from <folder-or-url>', "a folder that holds the card's files (or its parent), or an address")
    .action(async (card: string, options) =>
      start(options, async (context) => (await import('./commands/models.ts')).installModel(card, options, context)),
    );
  command(models, 'remove <card>')
    .description('delete an installed model')
    .action(async (card: string, options) =>
      start(options, async (context) => (await import('./commands/models.ts')).removeModel(card, context)),
    );
  command(models, 'verify [card]')
    .description('hash installed files again')
    .action(async (card: string | undefined, options) =>
      start(options, async (context) => (await import('./commands/models.ts')).verifyModels(card, context)),
    );
}

function addServe(program: Command, start: Start): void {
  const withPort = (one: Command): Command =>
    one
      .option('--port <n>', 'this port and no other (default: 7717 or the next free one)', wholeNumber(1, 65_535))
      .option('--poll', 'look at the folders by polling (network drives that send no events)');
  withPort(command(program, 'serve [path...]'))
    .description('serve the workstation to a browser on this machine only')
    .action(async (paths: string[], options) =>
      start(options, async (context) => (await import('./commands/serve.ts')).serveCommand(paths, options, context)),
    );
  withPort(command(program, 'start [path...]'))
    .description('open the workstation; without Electron or a display serve it to the browser')
    .action(async (paths: string[], options) =>
      start(options, async (context) => (await import('./commands/start.ts')).startCommand(paths, options, context)),
    );
}
