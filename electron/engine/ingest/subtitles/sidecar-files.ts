import { languageOfSuffix } from './language-of-suffix.ts';

export interface SidecarFile {
  /** As in the listing. */
  readonly fileName: string;
  readonly format: 'srt' | 'vtt';
  /** A short BCP 47 tag of the name's suffix, or null where it says none. */
  readonly language: string | null;
}

const videoName =
  /\.(?:mp4|m4v|mov|qt|mkv|webm|avi|wmv|asf|flv|f4v|mpe?g|m2v|m2ts|mts|ts|vob|ogv|ogm|3gp|3g2|mxf|dv|gif)$/i;
const subtitleName = /^(.+)\.(srt|vtt)$/i;

/**
 * The subtitle files of a video, among the names of the files in its folder, in the order of their names.
 * `a.srt`, `a.en.srt`, `a.pt-BR.vtt`, `a.en.sdh.srt` and `a.mp4.srt` belong to `a.mp4`; `ab.srt` does not, and neither does
 * `a.b.en.srt` where there is a video `a.b.mp4`. Case does not matter, nor how accents are composed.
 */
export function sidecarFiles(videoFileName: string, fileNames: readonly string[]): SidecarFile[] {
  const video = comparable(videoFileName);
  const stem = withoutExtension(video);
  const longerStems = fileNames
    .map(comparable)
    .filter((name) => videoName.test(name))
    .map(withoutExtension)
    .filter((name) => name.startsWith(`${stem}.`));
  const found: SidecarFile[] = [];
  for (const fileName of fileNames) {
    const match = subtitleName.exec(fileName.normalize('NFC'));
    const suffix = match === null ? null : suffixAfter(stem, match[1]!);
    if (match === null || suffix === null || isOfOtherVideo(suffix, { video, stem, longerStems })) {
      continue;
    }
    const format = match[2]!.toLowerCase() === 'vtt' ? 'vtt' : 'srt';
    found.push({ fileName, format, language: languageOfSuffix(suffix) });
  }
  return found.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
}

/** The dotted parts of a name after a stem: none for the stem itself, null where the name does not begin with it. */
function suffixAfter(stem: string, name: string): string[] | null {
  const compared = comparable(name);
  if (compared === stem) {
    return [];
  }
  // Lower case may have another length (İ), so the parts are counted from the end, not cut off at a position.
  const partCount = compared.startsWith(`${stem}.`) ? compared.slice(stem.length + 1).split('.').length : 0;
  return partCount === 0 ? null : name.split('.').slice(-partCount);
}

interface OtherVideos {
  readonly video: string;
  readonly stem: string;
  readonly longerStems: readonly string[];
}

function isOfOtherVideo(suffix: readonly string[], { video, stem, longerStems }: OtherVideos): boolean {
  const name = comparable([stem, ...suffix].join('.'));
  const first = suffix[0];
  // "a.mkv.srt" is the text of a.mkv, even beside a.mp4.
  const isNamedAfterFile = first !== undefined && videoName.test(`.${first}`);
  return (
    longerStems.some((longer) => name === longer || name.startsWith(`${longer}.`)) ||
    (isNamedAfterFile && `${stem}.${comparable(first)}` !== video)
  );
}

function comparable(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
