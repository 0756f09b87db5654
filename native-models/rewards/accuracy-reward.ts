import { firstAnswer } from '../parsing/answer-blocks.ts';
import { optionLetter } from '../parsing/option-letter.ts';

/**
 * 1 when the first `<answer>` names the right option, otherwise 0 (VideoChat-R1, questions with options).
 *
 * @throws RangeError when the truth, such as "(C)" or "C", names no option from A to G.
 */
export function optionReward(completion: string, truth: string): 0 | 1 {
  const right = optionLetter(truth);
  if (right === null) {
    throw new RangeError(`The truth "${truth}" names no option from A to G.`);
  }
  const answer = firstAnswer(completion);
  return answer !== null && optionLetter(answer) === right ? 1 : 0;
}

/** 1 when the first `<answer>` is the true class, apart from case and white space around it, otherwise 0. */
export function classReward(completion: string, truth: string): 0 | 1 {
  const answer = firstAnswer(completion);
  return answer !== null && normalised(answer) === normalised(truth) ? 1 : 0;
}

function normalised(text: string): string {
  return text.toLowerCase().trim();
}
