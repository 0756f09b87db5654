import { describe, expect, test } from 'vitest';
import { sidecarFiles } from '../../../../../../electron/engine/ingest/subtitles/sidecar-files.ts';

const languagesOf = (videoFileName: string, ...fileNames: string[]) =>
  Object.fromEntries(sidecarFiles(videoFileName, fileNames).map(({ fileName, language }) => [fileName, language]));

describe('sidecarFiles', () => {
  test('finds the files named after the video, in the order of their names', () => {
    expect(sidecarFiles('a.mp4', ['a.vtt', 'a.mp4', 'b.srt', 'a.txt', 'a.en.srt', 'notes.srt'])).toEqual([
      { fileName: 'a.en.srt', format: 'srt', language: 'en' },
      { fileName: 'a.vtt', format: 'vtt', language: null },
    ]);
  });

  test.each([
    ['a.en.srt', 'en'],
    ['a.pt-BR.vtt', 'pt-BR'],
    ['a.pt_br.vtt', 'pt-BR'],
    ['a.zh-Hans.srt', 'zh-Hans'],
    ['a.es-419.srt', 'es-419'],
    ['a.eng.srt', 'en'],
    ['a.ger.srt', 'de'],
    ['a.English.srt', 'en'],
    ['a.en.sdh.srt', 'en'],
    ['a.forced.fr.srt', 'fr'],
    ['a.sdh.srt', null],
    ['a.embedded.srt', null],
    ['a.v2.srt', null],
    ['a.new.srt', null],
    ['a.xx.srt', null],
    ['a.srt', null],
  ])('reads the language of %s as %s', (fileName, language) => {
    expect(languagesOf('a.mp4', fileName)).toEqual({ [fileName]: language });
  });

  test('takes no file of a video whose name merely begins alike', () => {
    expect(languagesOf('a.mp4', 'ab.srt', 'a-b.srt', 'ab.en.srt', 'b.a.srt')).toEqual({});
  });

  test('leaves the files of a video with a longer name to that one', () => {
    const folder = ['talk.mp4', 'talk.part2.mp4', 'talk.part2.srt', 'talk.part2.en.srt', 'talk.en.srt'];

    expect(languagesOf('talk.mp4', ...folder)).toEqual({ 'talk.en.srt': 'en' });
    expect(languagesOf('talk.part2.mp4', ...folder)).toEqual({ 'talk.part2.srt': null, 'talk.part2.en.srt': 'en' });
  });

  test('takes a file named after the whole name of the video, of that video only', () => {
    const folder = ['a.mp4', 'a.mkv', 'a.mkv.srt', 'a.mp4.de.srt', 'a.srt'];

    expect(languagesOf('a.mp4', ...folder)).toEqual({ 'a.mp4.de.srt': 'de', 'a.srt': null });
    expect(languagesOf('a.mkv', ...folder)).toEqual({ 'a.mkv.srt': null, 'a.srt': null });
  });

  test('does not mind case or how accents are composed, and gives names as they are listed', () => {
    const decomposed = 'CAFE\u0301.EN.SRT';

    expect(languagesOf('Café.MP4', decomposed, 'café.VTT')).toEqual({ [decomposed]: 'en', 'café.VTT': null });
    expect(languagesOf('Cafe\u0301.mp4', 'Café.srt')).toEqual({ 'Café.srt': null });
    expect(languagesOf('İstanbul.mp4', 'İstanbul.tr.srt')).toEqual({ 'İstanbul.tr.srt': 'tr' });
  });

  test('knows hidden files and names with dashes, spaces and dots for what they are', () => {
    expect(languagesOf('-x- .1.mp4', '-x- .1.srt', '-x- .srt', '.srt')).toEqual({ '-x- .1.srt': null });
    expect(languagesOf('torchcodec_nasa_13013.mp4', 'torchcodec_nasa_13013.embedded.srt')).toEqual({
      'torchcodec_nasa_13013.embedded.srt': null,
    });
  });
});
