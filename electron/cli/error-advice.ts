import type { ErrorCode } from '../contract/errors.ts';

/** What the person at the terminal can do next; a missing code does not compile. Empty where the message says it all. */
export const errorAdvice: Record<ErrorCode, string> = {
  aborted: '',
  'bad-request': '',
  // No library, no such video, no such model: the message of each says what to do.
  'not-found': '',
  disconnected: 'The engine ended; run the command again.',
  'read-only': 'Another Timecue writes this library; use that one, or close it.',
  conflict: '',
  unsupported: '',
  'network-off':
    'Switch "no network at all" off in the settings, or install from a folder: timecue models install <name> --from <folder>.',
  'library-busy': 'Close the other Timecue, or give this one a library of its own with --library <dir>.',
  'library-newer': 'Update Timecue, or give another --library <dir>.',
  'library-corrupt':
    'Restore the copy beside it, or index into a new --library <dir>; the footage itself is untouched.',
  'disk-full': 'Free some space and run the command again; what was done is kept.',
  'permission-denied': 'Allow this user to read it, then run the command again.',
  'file-missing': 'Check the path; a drive may be unplugged.',
  'file-empty': 'Copy it again from the camera or backup.',
  'not-video': 'Only video files can be indexed.',
  'no-video-stream': 'Only files with moving pictures can be indexed.',
  'container-broken': 'Copy it again, or repair it (for example by remuxing), then `timecue index` it again.',
  'header-only': 'The pictures are missing; copy the whole file again.',
  encrypted: 'Export it without copy protection.',
  'codec-unknown': 'Install a newer ffmpeg and run `timecue index --retry <path>`, or convert the file.',
  'no-frames': 'No picture could be decoded; copy or convert the file.',
  'decode-failed': 'Convert the file, or try a newer ffmpeg.',
  'decode-stalled': 'Is the drive still there? Run the command again.',
  'tool-missing': '',
  'model-missing': 'See `timecue models list`, then `timecue models install <card>`.',
  'model-corrupt': 'Run `timecue models install <card>` again.',
  'model-failed': 'Run `timecue doctor`; then try again.',
  network: 'Check the connection or proxy, or install from a folder: `timecue models install <card> --from <folder>`.',
  'no-space-for-model': 'Free some space, or name another folder in TIMECUE_MODELS.',
  'unsupported-version': 'Name another one in FFMPEG_PATH and FFPROBE_PATH.',
  internal: 'This is a fault of Timecue; set TIMECUE_DEBUG=1 and run it again for the details.',
};
