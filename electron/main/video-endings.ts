/** Endings of files that a person would call a video: for dialogs, and for "Open with" of the installed program. */
export const videoEndings = [
  ...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'mpg', 'mpeg', 'mts', 'm2ts', 'ts', 'mxf'],
  ...['wmv', 'flv', '3gp', 'ogv'],
] as const;
