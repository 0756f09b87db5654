import { runCommandLine } from './command-line.ts';

for (const stream of [process.stdout, process.stderr]) {
  // Who read it has gone (`timecue search … | head -1`): nothing more to say to them, and no fault.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2));
