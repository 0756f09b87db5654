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
        {
          grid,
          describe: ({ row }) => ({ code: 'colour', colour, share: Math.min(1, row.colourShares[index]!) }),
        },
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
        { grid, describe: ({ row }) => ({ code: 'light', light, level: levelOf(row, light) }) },
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
        { grid, describe: ({ span }) => ({ code: 'camera', move, ratePerSecond: rateOf(span, move) }) },
      );
    }
    default:
      return unknownEvidence(grid);
  }
}

function levelOf({ brightness, contrast, colourfulness }: LookRow, light: Light): number {
  switch (light) {
    case 'dark':
    case 'bright':
      return brightness;
    case 'low-contrast':
    case 'high-contrast':
      // Half the range is the most that a standard deviation can be.
      return Math.min(1, contrast * 2);
    default:
      return Math.min(1, colourfulness);
  }
}

function rateOf(span: CameraSpan, move: CameraMove): number | null {
  switch (move) {
    case 'pan-left':
    case 'pan-right':
      return Math.abs(span.steadyPan);
    case 'tilt-up':
    case 'tilt-down':
      return Math.abs(span.steadyTilt);
    case 'zoom-in':
    case 'zoom-out':
      return Math.abs(span.steadyZoom);
    default:
      return null;
  }
}
