import { execFile } from 'node:child_process';

/** Oldest and first unsupported version. */
const oldest = { major: 5, minor: 1 };
const firstUnsupportedMajor = 9;
const versionTimeLimitMs = 20_000;

export type VersionVerdict = 'supported' | 'unsupported';

/**
 * Judges what `-version` names: releases from 5.1 to 8.x are supported. Builds from between releases (`N-109542-g…`,
 * `2023-06-01-git-…`, `git-…`) name no release and are tolerated.
 */
export function judgeVersion(version: string): VersionVerdict {
  if (/^(N-\d+|\d{4}-\d\d-\d\d|git-)/.test(version)) {
    return 'supported';
  }
  const match = /^n?(\d+)(?:\.(\d+))?/.exec(version);
  const major = Number(match?.[1]);
  const minor = Number(match?.[2] ?? 0);
  const isNewEnough = major > oldest.major || (major === oldest.major && minor >= oldest.minor);
  return isNewEnough && major < firstUnsupportedMajor ? 'supported' : 'unsupported';
}

/** The version that a program of this name prints. Rejects with what went wrong when it is no such program. */
export async function readVersion(path: string, name: 'ffmpeg' | 'ffprobe', signal?: AbortSignal): Promise<string> {
  const output = await new Promise<string>((resolve, reject) => {
    const options = {
      timeout: versionTimeLimitMs,
      windowsHide: true,
      killSignal: 'SIGKILL' as const,
      ...(signal ? { signal } : {}),
    };
    // Not through fluent-ffmpeg, which knows no call without an input; no file is touched here.
    execFile(path, ['-hide_banner', '-version'], options, (error, stdout) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(error);
      }
    });
  });
  const version = new RegExp(`^${name} version (\\S+)`).exec(output)?.[1];
  if (version === undefined) {
    throw new Error(`${path} does not call itself ${name}.`);
  }
  return version;
}
