import type { Operation } from '../contract/model.ts';
import { distinctBy } from '../model/json.ts';
import { rememberedByObject } from '../model/remembered.ts';
import { isJsonType } from '../contract/wire/media-type.ts';

const isSuccess = (status: string): boolean => /^[23]/.test(status) || status === 'default';

/**
 * The media types that a client of an operation accepts (RFC 9110, section 12.5.1): those that its document declares for a success, and
 * after them those of its errors, because many servers that negotiate answer an error without a body where its type is not accepted.
 * Undefined where only JSON is declared: the default of every request covers that. Where nothing is declared, anything is accepted. Where
 * a success has no body, and errors are of a JSON type of a vendor, that type comes first: a service that serves nothing else refuses
 * plain JSON (RFC 9110, section 15.5.7), as it does at its other operations.
 */
export const acceptedTypes = ({ responses }: Pick<Operation, 'responses'>): string | undefined => acceptedFor(responses);

/** Every request of an operation says the same. */
const acceptedFor = rememberedByObject((responses: Operation['responses']): string | undefined => {
  const typesOf = (wanted: boolean): string[] =>
    distinctBy(
      responses.filter(({ status }) => isSuccess(status) === wanted).flatMap(({ content }) => content.map(({ mediaType }) => mediaType)),
      (type) => type.toLowerCase(),
    );
  const successes = typesOf(true);
  const others = typesOf(false).filter((type) => !successes.some((one) => one.toLowerCase() === type.toLowerCase()));
  if (successes.length + others.length === 0) return '*/*';
  if (successes.length === 0 && others.some(isOfVendor) && others.every(isJsonType))
    return [...others, ...(others.includes('application/json') ? [] : [later('application/json')])].join(', ');
  if (successes.every((type) => type === 'application/json') && others.every(isJsonType)) return undefined;
  return [...(successes.length > 0 ? successes : ['application/json']), ...others.map(later)].join(', ');
});

/** The header field by which a request says that; none where the default of every request does. */
export const acceptField = (operation: Pick<Operation, 'responses'>): readonly (readonly ['accept', string])[] => {
  const accepted = acceptedTypes(operation);
  return accepted === undefined ? [] : [['accept', accepted]];
};

/** Is a type one that somebody defined for a service (RFC 6838, sections 3.2 and 3.3): those of the standards tree are served for errors alone as well. */
const isOfVendor = (type: string): boolean => /^application\/(?:vnd|prs)\./iu.test(type);

const later = (type: string): string => `${type};q=0.5`;
