import { colourNames } from '../../../contract/colours.ts';
import type { CameraMove, Light } from '../../../contract/plan.ts';
import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import { cameraSpansOf, cameraValue } from './camera-spans.ts';
import type { CameraSpan } from './camera-spans.ts';
import { colourValue, lightValue } from './light-value.ts';
import type { LookRow } from './rows.ts';

/** Colours and light by frame; the camera by the stretches between frames. */
export function lookEvidence({ atom, rows, grid }: EvidenceRequest<LookRow>): ChannelEvidence {
  switch (atom.kind) {
    case 'colour': {
      const { colour } = atom;
      const index = colourNames.indexOf(colour);
      return evidenceOf(
        rows.map((row) => ({
          startSeconds: row.startSeconds,
          endSeconds: row.endSeconds,
          row,
          value: colourValue(row, colour),
        })),
        { grid, describe: ({ row }) => `${colour}, up to ${percent(row.colourShares[index]!)} of the picture` },
      );
    }
    case 'light': {
      const { light } = atom;
      return evidenceOf(
        rows.map((row) => ({
          startSeconds: row.startSeconds,
          endSeconds: row.endSeconds,
          row,
          value: lightValue(row, light),
        })),
        { grid, describe: ({ row }) => describeLight(row, light) },
      );
    }
    case 'camera': {
      const { move } = atom;
      return evidenceOf(
        cameraSpansOf(rows).map((span) => ({
          startSeconds: span.startSeconds,
          endSeconds: span.endSeconds,
          span,
          value: cameraValue(span, move),
        })),
        { grid, describe: ({ span }) => describeCamera(span, move) },
      );
    }
    default:
      return unknownEvidence(grid);
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

const lightWords = {
  dark: 'dark',
  bright: 'bright',
  'low-contrast': 'low contrast',
  'high-contrast': 'high contrast',
  colourful: 'colourful',
  colourless: 'colourless',
} as const;

function describeLight(row: LookRow, light: Light): string {
  switch (light) {
    case 'dark':
    case 'bright':
      return `${lightWords[light]}, brightness ${percent(row.brightness)}`;
    case 'low-contrast':
    case 'high-contrast':
      // Half the range is the most that a standard deviation can be.
      return `${lightWords[light]}, ${percent(row.contrast * 2)} of the possible`;
    default:
      return `${lightWords[light]}, colourfulness ${percent(row.colourfulness)}`;
  }
}

const moveWords: Readonly<Record<CameraMove, string>> = {
  still: 'camera is still',
  moving: 'camera moves',
  'pan-left': 'camera pans left',
  'pan-right': 'camera pans right',
  'tilt-up': 'camera tilts up',
  'tilt-down': 'camera tilts down',
  'zoom-in': 'camera comes closer',
  'zoom-out': 'camera draws back',
  shake: 'camera shakes',
};

function describeCamera(span: CameraSpan, move: CameraMove): string {
  const told = moveWords[move];
  switch (move) {
    case 'pan-left':
    case 'pan-right':
      return `${told}, ${percent(Math.abs(span.steadyPan))} of the width a second`;
    case 'tilt-up':
    case 'tilt-down':
      return `${told}, ${percent(Math.abs(span.steadyTilt))} of the height a second`;
    case 'zoom-in':
    case 'zoom-out':
      return `${told}, ${percent(Math.abs(span.steadyZoom))} a second`;
    default:
      return told;
  }
}
