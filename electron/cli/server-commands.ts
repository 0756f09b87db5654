import type { Command } from 'commander';
import { command, type Start } from './declare-command.ts';

export function addServers(program: Command, start: Start): void {
  const commands = () => import('./commands/servers.ts');
  const servers = program
    .command('servers')
    .description('servers of language models: list, add, test, allow, forbid, calibrate, remove')
    .exitOverride();
  command(servers, 'list')
    .description('the servers that were named, with their models; asks none of them')
    .action(async (options) => start(options, async (context) => (await commands()).listServers(context)));
  command(servers, 'add <address>')
    .description('name a server (http://localhost:8000) and ask what it is')
    .option('--title <title>', 'what it is to be called')
    .option('--key-file <file>', 'a file that holds its key; kept where only this person may read it')
    .action(async (address: string, options) =>
      start(options, async (context) => (await commands()).addServer(address, options, context)),
    );
  command(servers, 'test <address>')
    .description('ask a server what it is and which models it has')
    .action(async (address: string, options) =>
      start(options, async (context) => (await commands()).testServer(address, context)),
    );
  command(servers, 'allow <address>')
    .description('agree that questions and pictures are sent to this server')
    .action(async (address: string, options) =>
      start(options, async (context) => (await commands()).allowServer(address, true, context)),
    );
  command(servers, 'forbid <address>')
    .description('take that back')
    .action(async (address: string, options) =>
      start(options, async (context) => (await commands()).allowServer(address, false, context)),
    );
  command(servers, 'calibrate <address> <model>')
    .description('show a drawn clip with known events, and measure how the times that the model names are to be read')
    .action(async (address: string, model: string, options) =>
      start(options, async (context) => (await commands()).calibrateServer(address, model, context)),
    );
  command(servers, 'remove <address>')
    .description('forget a server, its key and what was measured')
    .action(async (address: string, options) =>
      start(options, async (context) => (await commands()).removeServer(address, context)),
    );
}
