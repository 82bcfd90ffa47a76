import type { PlannedParameter } from '../../model/request.ts';
import { percentEncode } from './percent.ts';
import { pairsOf, writtenPair, writtenSegment } from './styles.ts';

/** The query pairs of a parameter, percent-encoded. */
export const writtenQuery = (parameter: PlannedParameter): readonly string[] =>
  pairsOf(parameter).map((pair) => writtenPair(pair, parameter.allowReserved));

/**
 * Cookie pairs of a parameter (RFC 6265, section 4.2.1). With `explode` each value is a pair of its own, as in `style: cookie` of OpenAPI
 * 3.2.
 */
export const writtenCookies = (parameter: PlannedParameter): readonly string[] =>
  pairsOf(parameter).map((pair) => writtenPair(pair, false));

/** The text of a parameter in a path, percent-encoded; a text that replaces its value is written in the same style. */
export const writtenPath = (text: string | undefined, parameter: PlannedParameter | undefined): string | undefined => {
  if (parameter) return writtenSegment(text === undefined ? parameter : { ...parameter, value: text });
  return text === undefined ? undefined : percentEncode(text);
};
