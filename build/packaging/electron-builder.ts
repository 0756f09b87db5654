import type { Configuration, FileAssociation } from 'electron-builder';
import { appId } from '../../electron/main/app-id.ts';
import { projectAddress } from '../../electron/main/project-address.ts';
import { videoEndings } from '../../electron/main/video-endings.ts';
import { electronFuses, setLaterFuses } from './fuses.ts';

const mimeTypes: Readonly<Record<(typeof videoEndings)[number], string>> = {
  mp4: 'video/mp4',
  m4v: 'video/x-m4v',
  mov: 'video/quicktime',
  mkv: 'video/x-matroska',
  webm: 'video/webm',
  avi: 'video/x-msvideo',
  mpg: 'video/mpeg',
  mpeg: 'video/mpeg',
  mts: 'video/mp2t',
  m2ts: 'video/mp2t',
  ts: 'video/mp2t',
  mxf: 'application/mxf',
  wmv: 'video/x-ms-wmv',
  flv: 'video/x-flv',
  '3gp': 'video/3gpp',
  ogv: 'video/ogg',
};

/** "Open with": Timecue offers itself for videos and takes them from nobody. */
const fileAssociations: FileAssociation[] = videoEndings.map((ext) => ({
  ext,
  name: `${ext.toUpperCase()} video`,
  description: 'Video',
  mimeType: mimeTypes[ext],
  role: 'Viewer',
  rank: 'Alternate',
}));

const packagedFiles: NonNullable<Configuration['files']> = [
  { from: '.', filter: ['package.json', 'dist/desktop/**', 'dist/renderer/**'] },
  // Of the native packages, what this system and processor run.
  '!node_modules/onnxruntime-node/bin/napi-v6/!(${platform})',
  '!node_modules/onnxruntime-node/bin/napi-v6/${platform}/!(${arch})',
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}',
  '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}.node)',
  '!node_modules/ffmpeg-static/ffmpeg*',
  '!**/*.{ts,cts,mts,map,md}',
];

export interface PackagingOptions {
  /** Folder with ffmpeg and ffprobe of the target system; they are put beside the program. */
  readonly toolFolder: string;
  readonly outputFolder?: string;
  /** An Electron that is here already, in place of the one that would be downloaded. */
  readonly electronDist?: string;
}

/** How the desktop program is packaged. Models are never part of it: people choose and fetch them. */
export function packagingConfiguration({ toolFolder, outputFolder, electronDist }: PackagingOptions): Configuration {
  return {
    appId,
    productName: 'Timecue',
    copyright: 'Copyright The Timecue authors',
    directories: { buildResources: 'build/packaging', output: outputFolder ?? 'release' },
    ...(electronDist === undefined ? {} : { electronDist }),
    extraMetadata: { homepage: projectAddress, desktopName: 'timecue.desktop' },
    files: packagedFiles,
    // Only what is named: packages that hold a native file keep the rest of themselves inside.
    asar: { smartUnpack: false },
    // Nothing native is loaded out of the archive, and nothing else lies outside of it.
    asarUnpack: ['**/*.node', 'node_modules/onnxruntime-node/bin/**'],
    // SQLite and ONNX come as binaries for Node-API: the same ones for Node and Electron.
    npmRebuild: false,
    nodeGypRebuild: false,
    extraResources: [
      { from: toolFolder, to: 'ffmpeg', filter: ['ffmpeg', 'ffprobe', 'ffmpeg.exe', 'ffprobe.exe', '*.txt'] },
      { from: 'THIRD-PARTY-LICENCES.md', to: 'licences/third-party.txt' },
      { from: 'LICENSE', to: 'licences/timecue.txt' },
    ],
    electronFuses: { ...electronFuses },
    afterPack: setLaterFuses,
    publish: null,
    win: {
      target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
      icon: 'dist/icons/icon.png',
    },
    nsis: {
      oneClick: false,
      // Into a folder that needs rights to write: asar integrity is worth nothing where anybody may replace the program.
      perMachine: true,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      include: 'build/packaging/installer.nsh',
    },
    mac: {
      target: [{ target: 'dmg', arch: ['arm64', 'x64'] }],
      category: 'public.app-category.video',
      icon: 'dist/icons/icon.png',
      hardenedRuntime: true,
      entitlements: 'build/packaging/entitlements.mac.plist',
      entitlementsInherit: 'build/packaging/entitlements.mac.inherit.plist',
      fileAssociations,
    },
    linux: {
      target: ['AppImage', 'deb'],
      executableName: 'timecue',
      category: 'AudioVideo',
      maintainer: 'The Timecue authors <timecue@timecue.example>',
      synopsis: 'Find moments in hours of footage',
      icon: 'dist/icons',
      fileAssociations,
    },
    deb: { appArmorProfile: 'build/packaging/apparmor-profile', depends: debDependencies },
  };
}

/** What Electron needs on Debian and Ubuntu; libasound2 has another name since Debian 13. */
const debDependencies = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xdg-utils',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'libsecret-1-0',
  'libasound2 | libasound2t64',
];
