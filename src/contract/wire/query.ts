import type { PlannedParameter } from '../../model/request.ts';
import { percentEncode } from './percent.ts';
import { pairsOf, writtenPair, writtenSegment } from './styles.ts';

/** The pairs of a parameter in a query, percent-encoded. */
export const writtenQuery = (parameter: PlannedParameter): readonly string[] =>
  pairsOf(parameter).map((pair) => writtenPair(pair, parameter.allowReserved));

/** Cookie pairs of a parameter (RFC 6265, section 4.2.1). Exploded ones are pairs of their own, as `style: cookie` of OpenAPI 3.2 has them. */
export const writtenCookies = (parameter: PlannedParameter): readonly string[] =>
  pairsOf(parameter).map((pair) => writtenPair(pair, false));

/** What stands in a path for a parameter; a text that was put in its place is written in the same style. */
export const writtenPath = (text: string | undefined, parameter: PlannedParameter | undefined): string | undefined => {
  if (parameter) return writtenSegment(text === undefined ? parameter : { ...parameter, value: text });
  return text === undefined ? undefined : percentEncode(text);
};
