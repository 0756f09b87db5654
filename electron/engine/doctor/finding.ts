import type { DoctorCheck } from '../../contract/doctor.ts';

/** A check, and what to do where something is wrong: in words for the page, and as a command for the terminal. */
export interface Finding {
  readonly checkId: 'system' | 'machine' | 'ffmpeg' | 'disk' | 'library' | 'model' | 'device' | 'network';
  readonly state: DoctorCheck['state'];
  readonly title: string;
  readonly text: string;
  readonly advice: string | null;
  readonly command: string | null;
}

/** A check that found nothing wrong. */
export const fine = (checkId: Finding['checkId'], title: string, text: string): Finding => ({
  checkId,
  state: 'ok',
  title,
  text,
  advice: null,
  command: null,
});

/** As the page shows it. */
export function doctorCheckOf({ checkId, state, title, text, advice }: Finding, index: number): DoctorCheck {
  return {
    checkId: checkId === 'model' ? `model-${String(index)}` : checkId,
    state,
    title,
    text: advice === null ? text : `${text} ${advice}`,
  };
}
