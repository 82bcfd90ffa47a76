import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import type { Operation } from '../../model.ts';
import { nodeOf } from '../../../model/location.ts';
import { sentencesOf } from '../sentences.ts';

const kept = '(?:stored|saved|created|persisted|kept|changed|written|booked|reserved|recorded)';

/** A whole sentence, so that "Nothing is stored if the file is empty" and "Nothing is stored but the total" do not count. */
const whole: readonly RegExp[] = [
  new RegExp(
    String.raw`^nothing (?:is|gets|will be) ${kept}(?:(?:,| and| or|, and|, or) ${kept})*(?: here| yet| by (?:it|this)(?: call| request| operation)?| by this)?[.!]?$`,
    'iu',
  ),
  /^(?:(?:it|this|the (?:call|request|operation|endpoint)|this (?:call|request|operation|endpoint)) )?(?:stores|saves|creates|persists|keeps|changes|writes|books|reserves|records) nothing[.!]?$/iu,
  /^(?:(?:it|this|the (?:call|request|operation|endpoint)|this (?:call|request|operation|endpoint)) )?(?:has no side[- ]effects?|is free of side[- ]effects?|does not (?:store|save|create|persist|change) anything)[.!]?$/iu,
];

/** Does an operation say in a sentence of its own, without a condition or an exception, that it leaves nothing behind: "Nothing is stored." */
export const storesNothing = (document: Readonly<Record<string, unknown>>, { location }: Pick<Operation, 'location'>): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some((sentence) => whole.some((form) => form.test(sentence.trim())));
