import type { en } from '../en/index.ts';
import { de as shared } from '../../../electron/words/de/index.ts';
import app from './app.json' with { type: 'json' };
import chat from './chat.json' with { type: 'json' };
import commands from './commands.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import exporting from './export.json' with { type: 'json' };
import help from './help.json' with { type: 'json' };
import jobs from './jobs.json' with { type: 'json' };
import library from './library.json' with { type: 'json' };
import models from './models.json' with { type: 'json' };
import player from './player.json' with { type: 'json' };
import search from './search.json' with { type: 'json' };
import selection from './selection.json' with { type: 'json' };
import settings from './settings.json' with { type: 'json' };
import teach from './teach.json' with { type: 'json' };
import timeline from './timeline.json' with { type: 'json' };
import tracks from './tracks.json' with { type: 'json' };

export const de: { readonly [Part in keyof typeof en]: Readonly<Record<keyof (typeof en)[Part], string>> } = {
  ...shared,
  app,
  chat,
  commands,
  errors,
  export: exporting,
  help,
  jobs,
  library,
  models,
  player,
  search,
  selection,
  settings,
  teach,
  timeline,
  tracks,
};
