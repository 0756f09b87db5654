import type { ModelSummary } from '../../electron/contract/models.ts';
import { hasMessage, t } from './messages.svelte.ts';

/** Catalogues bring their words in English; those of the models known here are told in the person's language. */
export function modelPurpose({ cardId, purpose }: Pick<ModelSummary, 'cardId' | 'purpose'>): string {
  const key = `models.purpose.${cardId}`;
  return hasMessage(key) ? t(key) : purpose;
}
