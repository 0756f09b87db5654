/**
 * Packages the desktop program for the system that it runs on: `npm run pack`, or `npm run pack -- --dir` for a folder
 * without installer. Says plainly what it needs from the network before it starts.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findMediaTools } from '../../electron/engine/media/tools.ts';
import { packDesktop } from '../packaging/pack.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { dir: { type: 'boolean', default: false }, 'electron-dist': { type: 'string' } },
});

console.log(`npm run pack makes what people install, for this system only. From the network it needs
  - Electron's program from its release page on GitHub${values['electron-dist'] === undefined ? '' : ' (not now: --electron-dist names one)'},
  - the packaging tools of electron-builder from theirs${values.dir ? ' (not now: --dir makes a folder)' : ''},
  - ffmpeg and ffprobe from ffmpeg-static's, unless FFMPEG_PATH names a build that may be passed on.
Without that network it stops. Models are never part of a package.`);

if (!existsSync(resolve(projectFolder, 'dist', 'renderer', 'index.html'))) {
  console.error('The page is not built. Run `npm run build` first.');
  process.exitCode = 2;
} else {
  const cacheFolder = resolve(projectFolder, 'dist', 'tools');
  // What PATH has is linked against this very system: only a build that stands alone may be passed on.
  const env = process.env['FFMPEG_PATH'] === undefined ? { ...process.env, PATH: '', Path: '' } : process.env;
  const tools = await findMediaTools({ env, cacheFolder, allowInstall: true, onProgress: (line) => console.log(line) });
  console.log(`ffmpeg ${tools.version} (${tools.source}) from ${dirname(tools.ffmpegPath)}`);
  const electronDist = values['electron-dist'];
  const files = await packDesktop({
    projectFolder,
    kind: values.dir ? 'folder' : 'installers',
    toolFolder: dirname(tools.ffmpegPath),
    ...(electronDist === undefined ? {} : { electronDist: resolve(electronDist) }),
  });
  console.log(files.length === 0 ? 'Done: release/' : `Done:\n${files.map((file) => `  ${file}`).join('\n')}`);
}
