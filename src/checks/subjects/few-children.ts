import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const few =
  /\b(?:at most|no more than|up to|a maximum of|not more than) (?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty)\b|\b(?:together|in total|altogether|combined)\b|\bthat (?:has|have) none\b|\b(?:if|when|where|once) (?:there is )?one\b[^.;]{0,30}\balready\b|\balready (?:has|have) one\b/iu;

const refused = /\b(?:409|422|400|refused|rejected|cannot|must)\b/u;

/**
 * Does the text of a creation say that a resource takes few of what is created below it: "At most 10 ticket types", "their quantities together cannot exceed the
 * capacity". What all checks create below one would be too many.
 */
export const takesFew = ({ document }: Contract, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .map(statementsOf)
    // "A member has at most one pass: if there is one already, you get a 409."
    .some((all) => all.some((one, n) => few.test(one) && refused.test(`${one} ${all[n + 1] ?? ''}`)));
