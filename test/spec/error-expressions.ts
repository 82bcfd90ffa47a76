import type { Conventions } from '../../src/contract/conventions.ts';
import { objectIn } from '../../src/contract/held.ts';
import { answered } from '../contract/support.ts';
import { type Answer, answersOf, type Json, type Known, operationsOf, together } from './described.ts';
import { has, isDescribed, type Problems, rootOf } from './shown.ts';

const isError = ({ status }: { readonly status: string }): boolean => /^[45]/.test(status);

/** Answers that may have an error: those of an operation, and those of `anywhere`. */
const errorsOf = (document: Json, operation: Known | undefined): Answer[] =>
  [
    ...(operation ? operation.answers : operationsOf(document).flatMap(({ answers }) => answers)),
    ...answersOf(document, rootOf(document).anywhere),
  ].filter(isError);

/** Names are compared without letter case, `_` and `-`. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** Everything that `errors` names but no error answer has. */
export const errorProblems = (document: Json, operation: Known | undefined, errors: Conventions['errors']): Problems => {
  const where = operation?.key ?? 'the document';
  const answers = errorsOf(document, operation);
  const error = together(answers);
  if (!errors || !isDescribed(error)) return [];
  const { object, code, message, details } = errors;
  const resources = error.bodies.flatMap((body) => {
    const resource = objectIn(answered(400, body), object ?? '$response.body');
    return resource ? [resource] : [];
  });
  const members = new Set(resources.flatMap((one) => Object.keys(one)));
  const named = (
    word: string,
    convention: { readonly names: readonly string[]; readonly exactly?: { readonly name: string } },
  ): Problems => {
    if (resources.length === 0) return [];
    const known = new Set([...members].map(bare));
    return [
      !convention.names.some((name) => known.has(bare(name))) && `no error of ${where} has its ${word} as ${convention.names.join(', ')}`,
      convention.exactly !== undefined &&
        !members.has(convention.exactly.name) &&
        `no error of ${where} has a member ${convention.exactly.name}`,
    ];
  };
  const oneOf = (word: string, places: string | readonly string[]): Problems => [
    ![places].flat().some((place) => has(document, error, place)) &&
      `no error of ${where} shows its ${word} at ${[places].flat().join(', ')}`,
  ];
  return [
    ...(object === undefined ? [] : oneOf('object', object)),
    ...(code === undefined ? [] : 'names' in code ? named('code', code) : oneOf('code', code.at)),
    ...(message === undefined ? [] : 'names' in message ? named('message', message) : oneOf('message', message.at)),
    ...(message !== undefined && 'at' in message && message.exactly ? oneOf('message', message.exactly.at) : []),
    ...(details ? oneOf('details', details.at) : []),
    ...(details && !operation ? details.on.map((status) => !declares(answers, status) && `no answer is declared for ${status}`) : []),
  ];
};

/** Whether a status is declared, by itself or by its class (OpenAPI 3.1, Responses Object). */
const declares = (answers: readonly { readonly status: string }[], status: number): boolean =>
  answers.some((one) => one.status === String(status) || one.status === `${String(status)[0]}XX`);

/** Named headers must be declared by some answer; `unnamed` ones cannot be declared. */
export const headerProblems = (document: Json, operations: readonly Known[]): Problems => {
  const { rateLimit, auth, anywhere } = rootOf(document);
  const answers = [...operations.flatMap((one) => one.answers), ...answersOf(document, anywhere)];
  const { limit, remaining, reset } = rateLimit?.headers ?? {};
  const carried = [rateLimit?.retryAfter, auth?.challenge].flatMap((convention) =>
    // Our own reading may name a header that the documentation does not.
    (convention?.['x-inferred'] ? [] : (convention?.on ?? [])).map((status) => {
      const of = answers.filter((one) => declares([one], status));
      const name = convention?.header ?? '';
      return !of.some(({ headers }) => headers.includes(name.toLowerCase())) && `${status} declares no ${name}`;
    }),
  );
  return [
    ...carried,
    ...[limit, remaining, reset?.name].map(
      (name) => name !== undefined && !answers.some(({ headers }) => headers.includes(name.toLowerCase())) && `no answer declares ${name}`,
    ),
  ];
};
