import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import type { Operation } from '../../model.ts';
import { nodeOf } from '../../../model/location.ts';
import { sentencesOf } from '../sentences.ts';

const kept = '(?:stored|saved|created|persisted|booked|reserved|recorded)';

/** A whole sentence, so that "Nothing is stored if the file is empty" and "Nothing is stored but the total" do not count. */
const whole: readonly RegExp[] = [
  new RegExp(
    String.raw`^nothing (?:is|gets|will be) ${kept}(?:(?:,| and| or|, and|, or) ${kept})*(?: here| yet| by (?:it|this)(?: call| request| operation)?| by this)?[.!]?$`,
    'iu',
  ),
  /^(?:(?:it|this|the (?:call|request|operation|endpoint)|this (?:call|request|operation|endpoint)) )?(?:stores|saves|creates|persists|books|reserves|records) nothing[.!]?$/iu,
  /^(?:(?:it|this|the (?:call|request|operation|endpoint)|this (?:call|request|operation|endpoint)) )?(?:has no side[- ]effects?|is free of side[- ]effects?|does not (?:store|save|create|persist) anything)[.!]?$/iu,
];

/** Words of a sentence that the next one may go on from: "A faulty row is refused with 422. Nothing is stored." */
const ofSomeRequests =
  /\b(?:[45]\d\d|[45]xx|refus\w+|reject\w+|fail\w*|errors?|faulty|wrong|invalid|malformed|missing|conflict\w*|if|when|where|while|unless|until|otherwise|again|already|twice|repeat\w*|repetitions?|second|dry[- ]?run|with \x60)\b/iu;

/**
 * Does an operation say in a sentence of its own, without a condition or an exception, that it leaves nothing behind: "Nothing is stored." Not behind a sentence about some
 * requests alone, such as those that are refused.
 */
export const storesNothing = (document: Readonly<Record<string, unknown>>, { location }: Pick<Operation, 'location'>): boolean =>
  saidIn(valueAt(document, nodeOf(location))).some((text) => {
    const sentences = sentencesOf(text);
    return sentences.some(
      (sentence, n) => whole.some((form) => form.test(sentence.trim())) && !ofSomeRequests.test(sentences[n - 1] ?? ''),
    );
  });
