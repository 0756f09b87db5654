import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../electron/contract/errors.ts';
import { decodeFrames } from '../../../electron/engine/media/decode-frames.ts';
import { mediaFactsSchema } from '../../../electron/engine/media/media-facts.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { tools } from './numbered-clip.ts';

/**
 * Files that others reported as trouble. A word is the code of the refusal; otherwise codec, displayed size, seconds as
 * promised, and how many frames of a quarter of a second come (`+`: at least, where decoders differ over damage).
 */
const expected: Readonly<Record<string, string>> = {
  'awkward/-video-with-dash-.mp4': 'h264 1x1 5 5',
  'awkward/decord_corrupted.mp4': 'h264 1280x720 5 18+',
  'awkward/decord_unordered.mov': 'h264 50x50 0.125 1',
  'awkward/decord_video_0.mov': 'h264 568x320 0.1 1',
  'awkward/decord_video_180.mov': 'h264 568x320 0.1 1 turned 180',
  'awkward/decord_video_270.mov': 'h264 320x568 0.1 1 turned 270',
  'awkward/decord_video_90.mov': 'h264 320x568 0.1 1 turned 90',
  'awkward/intel_preview_fruit.gif': 'gif 480x270 6.74 27',
  'awkward/mediabunny_ac3.mkv': 'no-video-stream',
  'awkward/mediabunny_annex-b-avc.mkv': 'h264 1920x1080 ? 120 variable',
  'awkward/mediabunny_annex-b.mp4': 'h264 1920x1080 35.229 2+',
  'awkward/mediabunny_cursed-vfr.mp4': 'h264 3026x1386 8.726 18 variable',
  'awkward/mediabunny_eac3.mp4': 'no-video-stream',
  'awkward/mediabunny_edts.mp4': 'h264 854x480 9 36',
  'awkward/mediabunny_frames.webm': 'vp9 1080x1080 3.333 14',
  'awkward/mediabunny_malformed-join.mp3': 'no-video-stream',
  'awkward/mediabunny_multiple-aac-tracks.mp4': 'no-video-stream',
  'awkward/mediabunny_oversized-id3.wav': 'no-video-stream',
  'awkward/mediabunny_rotate-buck-bunny.mp4': 'h264 1080x1920 1.875 8 turned 90',
  'awkward/mediabunny_sample.flac': 'no-video-stream',
  'awkward/mediabunny_sar_2x1.mp4': 'h264 1280x360 5 20',
  'awkward/mediabunny_toothsome-dts-esds.mp4': 'no-video-stream',
  'awkward/mediabunny_toothsome-dts.mp4': 'no-video-stream',
  'awkward/mediabunny_transparency-faulty.webm': 'vp8 1920x1080 5 20',
  'awkward/mediabunny_transparency.webm': 'vp9 1280x720 9.017 37',
  'awkward/mediabunny_video-h265.mp4': 'hevc 1920x1080 10 40',
  'awkward/mediabunny_video.mp4': 'h264 1920x1080 5 20',
  'awkward/mediabunny_vorbis-eos.ogg': 'no-video-stream',
  'awkward/moviepy_crunching.mp3': 'no-video-stream',
  'awkward/moviepy_no_duration.webm': 'vp9 1280x720 ? 20',
  'awkward/moviepy_result_zero_bytes.webm': 'file-empty',
  'awkward/moviepy_smpte-2997.mp4': 'h264 1920x1080 10.04 41',
  'awkward/moviepy_subtitles-unicode.srt': 'not-video',
  'awkward/moviepy_subtitles.srt': 'not-video',
  'awkward/moviepy_timecode_card_16s.mp4': 'h264 640x480 16 64',
  'awkward/moviepy_timecode_card_2s.mp4': 'h264 640x480 2 8',
  'awkward/moviepy_transparent.webm': 'vp9 200x200 5 20',
  'awkward/moviepy_video_with_failing_audio.mp4': 'h264 640x360 11.2 45',
  'awkward/moviepy_with-attached-pic.mp3': 'no-video-stream',
  'awkward/mp4parse_amr_nb_1f.3gp': 'no-video-stream',
  'awkward/mp4parse_av1-clearkey-cbcs-video.mp4': 'encrypted',
  'awkward/mp4parse_bbb_h263_1f.3gp': 'h263 216x144 0.033 1',
  'awkward/mp4parse_bipbop_480wp_1001kbps-cenc-video-key1-init.mp4': 'encrypted',
  'awkward/mp4parse_bipbop_audioinit.mp4': 'no-video-stream',
  'awkward/mp4parse_bipbop_nonfragment_header.mp4': 'header-only',
  'awkward/mp4parse_chunk_out_of_range.mp4': 'container-broken',
  'awkward/mp4parse_h264_white_frame_sar_16_9.mp4': 'h264 1138x480 0.04 1',
  'awkward/mp4parse_hevc_white_frame.mp4': 'hevc 640x480 0.04 1',
  'awkward/mp4parse_invalid_userdata.mp4': 'header-only',
  'awkward/mp4parse_metadata.mp4': 'h264 320x240 0.04 1',
  'awkward/mp4parse_minimal.mp4': 'h264 320x240 0.04 1',
  'awkward/mp4parse_no_timescale.mp4': 'h264 320x240 6.042 10+',
  'awkward/mp4parse_opus_audioinit_two_desc.mp4': 'no-video-stream',
  'awkward/mp4parse_short-cenc.mp4': 'encrypted',
  'awkward/mp4parse_test_case_1185230.mp4': 'no-frames',
  'awkward/mp4parse_tiny_av1.mp4': 'av1 64x64 0.042 1',
  'awkward/mp4parse_video_colr_nclx_hdr10.mp4': 'h264 2x2 0.12 1',
  'awkward/mp4parse_video_rotation_90.mp4': 'h264 60x100 0.042 1 turned 90',
  'awkward/mp4parse_zero_empty_stsc.mp4': 'no-frames',
  'awkward/torchcodec_av1_video.mkv': 'av1 640x360 5 20',
  'awkward/torchcodec_bt709_full_range.mp4': 'h264 1280x720 1 4',
  'awkward/torchcodec_h264_10bits.mp4': 'h264 200x200 1 4',
  'awkward/torchcodec_h265_10bits.mp4': 'hevc 200x200 1 4',
  'awkward/torchcodec_h265_video.mp4': 'hevc 128x128 1 4',
  'awkward/torchcodec_nasa_13013.mp4.audio.mp3': 'no-video-stream',
  'awkward/torchcodec_sine_mono_s16.wav': 'no-video-stream',
  'awkward_derived/derived_audio_only.mp4': 'no-video-stream',
  'awkward_derived/derived_editlist_copycut.mp4': 'h264 960x540 2.137 9',
  'awkward_derived/derived_hevc_main10.mp4': 'hevc 480x270 2.002 8',
  'awkward_derived/derived_huge_120k_cues.srt': 'not-video',
  'awkward_derived/derived_interlaced_mpeg2.ts': 'mpeg2video 1024x576 4.16 17',
  'awkward_derived/derived_negative_start.mkv': 'h264 640x480 5.167 23',
  'awkward_derived/derived_no_moov_car.mp4': 'container-broken',
  'awkward_derived/derived_prores.mov': 'prores 480x270 2.002 8',
  'awkward_derived/derived_random_bytes.mp4': 'not-video',
  'awkward_derived/derived_rot90.mp4': 'h264 180x240 2 8 turned 270',
  'awkward_derived/derived_single_frame.mp4': 'h264 960x540 0.033 1',
  'awkward_derived/derived_start_1h_offset.ts': 'h264 640x480 3.067 13',
  'awkward_derived/derived_text_named.mp4': 'not-video',
  'awkward_derived/derived_truncated_car.mp4': 'h264 768x432 30.16 50+',
  'awkward_derived/derived_ultratall_64x1152.mp4': 'h264 64x1152 3.003 12',
  'awkward_derived/derived_ultrawide_2048x64.mp4': 'h264 2048x64 3.04 12',
  'awkward_derived/derived_vfr_real.mp4': 'h264 768x432 7.92 24 variable',
  'awkward_derived/derived_zero_bytes.mp4': 'file-empty',
  "awkward_derived/derived_花の動画 – Ünïcödé 🎬 'quote' & % #1.mp4": 'h264 960x540 2.169 9',
};

async function describeFile(path: string): Promise<string> {
  try {
    const facts = await probeMedia(path, { tools });
    // It is stored as JSON.
    expect(mediaFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
    const { codec, displayedWidth, displayedHeight, rotationDegrees, isVariableRate } = facts.video;
    const decoding = decodeFrames({ path, facts, tools, pass: 'full' });
    let lastSeconds = -1;
    for await (const { timeSeconds } of decoding.frames) {
      expect(timeSeconds).toBeGreaterThan(lastSeconds);
      lastSeconds = timeSeconds;
    }
    const seconds = facts.durationSeconds === null ? '?' : String(Number(facts.durationSeconds.toFixed(3)));
    const words = [codec, `${displayedWidth}x${displayedHeight}`, seconds, decoding.result().frameCount];
    const turned = rotationDegrees === 0 ? [] : ['turned', rotationDegrees];
    return [...words, ...turned, ...(isVariableRate ? ['variable'] : [])].join(' ');
  } catch (error) {
    if (error instanceof EngineError) {
      expect(error.message).toMatch(/^[A-Z].{20,}\.$/);
      return error.code;
    }
    throw error;
  }
}

describe.skipIf(sharedFolder === null)('Awkward files', () => {
  const footage = join(sharedFolder ?? '', 'footage');
  const files =
    sharedFolder === null
      ? []
      : ['awkward', 'awkward_derived'].flatMap((group) =>
          readdirSync(join(footage, group)).map((name) => `${group}/${name}`),
        );

  test.each(files)('are read or refused with a reason: %s', { timeout: 60_000 }, async (file) => {
    const found = await describeFile(join(footage, file));

    const words = expected[file];
    const atLeast = /^(\S+ \S+ \S+) (\d+)\+$/.exec(words ?? '');
    if (atLeast !== null) {
      expect(found.split(' ').slice(0, 3).join(' ')).toBe(atLeast[1]);
      expect(Number(found.split(' ')[3])).toBeGreaterThanOrEqual(Number(atLeast[2]));
    } else if (words !== undefined) {
      expect(found).toBe(words);
    }
  });

  test('that are here are all in the table', () => {
    expect(files.filter((file) => expected[file] === undefined)).toEqual([]);
  });

  test('have facts that are known: colour, depth, fields, start, edits, warnings', async () => {
    const facts = (file: string) => probeMedia(join(footage, file), { tools });

    expect((await facts('awkward/mp4parse_video_colr_nclx_hdr10.mp4')).video.colour).toMatchObject({
      ...{ transfer: 'smpte2084', primaries: 'bt2020', isHdr: true },
    });
    expect((await facts('awkward_derived/derived_hevc_main10.mp4')).video.bitDepth).toBe(10);
    expect((await facts('awkward/torchcodec_bt709_full_range.mp4')).video.colour.range).toBe('full');
    const interlaced = await facts('awkward_derived/derived_interlaced_mpeg2.ts');
    expect(interlaced.video).toMatchObject({ fieldOrder: 'top-first', startPts: 129600 });
    const offset = await facts('awkward_derived/derived_start_1h_offset.ts');
    expect(offset).toMatchObject({ containerStartSeconds: 3600, video: { startPts: 324_000_000 } });
    const late = await facts('awkward_derived/derived_negative_start.mkv');
    expect(late.video).toMatchObject({ startPts: 0, untimedFrameCount: 15 });
    expect((await facts('awkward_derived/derived_editlist_copycut.mp4')).video.hasEditList).toBe(true);
    expect((await facts('awkward/mp4parse_no_timescale.mp4')).warnings.join()).toMatch(/rotation/);
    const nasa = await facts('speech/torchcodec_nasa_13013.mp4');
    expect(nasa.subtitles.map(({ codec, isText }) => [codec, isText])).toEqual([
      ['mov_text', true],
      ['mov_text', true],
    ]);
  });
});
