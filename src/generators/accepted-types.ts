import type { Operation } from '../contract/model.ts';
import { isJsonType } from './json-content.ts';
import { distinctBy } from '../model/json.ts';

const isSuccess = (status: string): boolean => /^[23]/.test(status) || status === 'default';

/**
 * The media types that a client of an operation accepts (RFC 9110, section 12.5.1): those that its document declares for a success, and
 * after them those of its errors, because many servers that negotiate answer an error without a body where its type is not accepted.
 * Undefined where only JSON is declared: the default of every request covers that. Where nothing is declared, anything is accepted.
 */
export const acceptedTypes = ({ responses }: Pick<Operation, 'responses'>): string | undefined => {
  const typesOf = (wanted: boolean): string[] =>
    distinctBy(
      responses.filter(({ status }) => isSuccess(status) === wanted).flatMap(({ content }) => content.map(({ mediaType }) => mediaType)),
      (type) => type.toLowerCase(),
    );
  const successes = typesOf(true);
  const others = typesOf(false).filter((type) => !successes.some((one) => one.toLowerCase() === type.toLowerCase()));
  if (successes.length + others.length === 0) return '*/*';
  if (successes.every((type) => type === 'application/json') && others.every(isJsonType)) return undefined;
  return [...(successes.length > 0 ? successes : ['application/json']), ...others.map(later)].join(', ');
};

const later = (type: string): string => `${type};q=0.5`;
