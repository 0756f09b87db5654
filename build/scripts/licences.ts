/** Writes THIRD-PARTY-LICENCES.md from the lock file and the installed packages. Run it after changing a dependency. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
}

interface Stated {
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}

/** What the installed program runs with: every package of the lock file that is not for development alone. */
export function shippedPackages(): { readonly name: string; readonly version: string; readonly licence: string }[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version, license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: version ?? '',
      licence: license ?? licenceOf(path),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function licenceOf(path: string): string {
  const file = join(root, path, 'package.json');
  const stated = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stated) : {};
  // `licenses` is how old packages wrote it.
  return stated.license ?? stated.licenses?.map(({ type }) => type).join(' OR ') ?? 'see its package';
}

export function licencePage(): string {
  const rows = shippedPackages().map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return `# Third-party licences

Made by \`node build/scripts/licences.ts\` from the lock file. Timecue itself is under Apache-2.0.

## Packages that the program runs with

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}

The page is built with Svelte (MIT) and holds parts of it and of zod (MIT).

## Programs

ffmpeg and ffprobe are separate programs that Timecue starts; they are not part of it. Debian's build and the build that
the package ffmpeg-static downloads are under the GPL, version 3 or later (ffmpeg-static's own code likewise). Sources:
https://ffmpeg.org and the addresses that ffmpeg-static names.

## Models

Models are not part of Timecue. The catalogue (\`native-models/catalog/cards\`) names the licence and source of each; the one
used now, YOLOX-nano, is under Apache-2.0 (Megvii, exported by Kazuhito00).
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'THIRD-PARTY-LICENCES.md'), licencePage());
}
