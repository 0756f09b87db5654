import { describe, expect, test } from 'vitest';
import { nameWords } from '../../../../../electron/engine/store/name-words.ts';

describe('nameWords', () => {
  test.each([
    ['Wedding/Anna & Tom/first-dance.mp4', ['wedding', 'anna', 'tom', 'first', 'dance']],
    ['GOPR0123.MP4', ['gopr0123', 'gopr', '0123', '123']],
    ['birdNestCamera.mov', ['birdnestcamera', 'bird', 'nest', 'camera']],
    ['HDRTimelapse.mov', ['hdrtimelapse', 'hdr', 'timelapse']],
    ['2023-05-14 beach.mp4', ['2023', '05', '5', '14', 'beach', 'may', '20230514']],
    ['VID_20230514_101112.mp4', ['vid', '20230514', '101112', '2023', 'may', '14']],
    ['trip 2021_11/a.mkv', ['trip', '2021', '11', 'a', 'november']],
    ['14Mar2021.avi', ['14mar2021', '14', 'mar', 'march', '2021']],
    ['Zürich/Straße.webm', ['zürich', 'straße']],
    ['東京/夜.mp4', ['東京', '夜']],
  ])('of %s', (path, words) => {
    expect(nameWords(path)).toEqual(words);
  });

  test('have the day on which a file was made', () => {
    expect(nameWords('clip.mp4', ['2019-12-31'])).toEqual(['clip', '2019', 'december', '31', '20191231']);
  });

  test('are the same for both ways to write an accent', () => {
    expect(nameWords('Zu\u0308rich.mp4')).toEqual(nameWords('Z\u00fcrich.mp4'));
  });

  test('take no number for a date that is none', () => {
    expect(nameWords('20231399.mp4')).toEqual(['20231399']);
    expect(nameWords('120230514.mp4')).toEqual(['120230514']);
  });
});
