import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { listIn } from './listed-below.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A PUT that adds somebody to one thing, whom the service has to know: `PUT /clubs/{clubId}/members/{userId}`. */
export type PeopleElsewhere = {
  /** The parameter that names somebody. */
  readonly parameter: string;
  /** The type of what somebody is added to. */
  readonly above: AnyInferred;
  /** Shows ids: the read that lists people themselves, or the one that lists such things, whose own lists of people are read then. */
  readonly shows: { readonly what: 'people' | 'things'; readonly read: Operation; readonly at: string | undefined; readonly id: string };
  /** Lists who is there, and the member of an entry that names somebody. */
  readonly list: Operation;
  readonly at: string | undefined;
  readonly member: string;
};

const person = '(?:person|people|user|member|employee|colleague|teammate|account)';
const people: ReadonlySet<string> = new Set(['person', 'user', 'member', 'employee', 'colleague', 'teammate', 'account']);
const idWords: ReadonlySet<string> = new Set(['id', 'uuid']);

/** "Id of a person", at a parameter. */
const isOfPerson = new RegExp(String.raw`\b(?:id|uuid) of (?:an?|the|some) (?:\w+ )?${person}\b`, 'iu');

/** "A person nobody knows is 404", "404 for an unknown user": who is named has to be there already. */
const hasToBeThere = new RegExp(
  String.raw`\b${person}\b[^.;:]{0,30}\b(?:nobody knows|(?:is|are) (?:not known|unknown)|(?:does|do) not exist|must exist)|\b(?:unknown|no such|non-?existent|existing) ${person}s?\b`,
  'iu',
);

/** Is a list one of those whom a parameter names: `/people` of `personId`, `/users` of `userId`. */
const isListOf = (path: string, words: readonly string[]): boolean => {
  const last = wordsOf(path.split('/').at(-1) ?? '').at(-1) ?? '';
  const word = words.at(-1) ?? '';
  return words.length === 1 && people.has(word) && singular(last) === word;
};

type View = Pick<Contract, 'document' | 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>;

/**
 * Whom a PUT adds by the last parameter of its path to one thing that the run can create, where nothing creates people: a list of people shows some, or, where a text says that
 * nobody else will do than somebody whom the service knows, the lists of other such things do. Undefined for anything else.
 */
export const peopleElsewhere = (contract: View, operation: Operation): PeopleElsewhere | undefined => {
  const { document, operations, inferredResourceTypes } = contract;
  const type = inferredResourceTypes.find(({ create }) => create.key === operation.key);
  const isMeant =
    operation.method === 'PUT' && endsInParameter(operation.path) && type?.idChosenBy === 'client' && type.linked === undefined;
  const list = isMeant && operation.issues !== true && operation.inferred?.reaches === undefined ? type.list : undefined;
  const name = parametersIn(operation.path).at(-1) ?? '';
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
  if (!list || !parameter || parametersIn(operation.path).length !== 2) return undefined;
  const above = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()]
    .map(({ resourceType }) => resourceType)
    .find((one) => isSamePath(itemOf(one).path, pathAbove(pathAbove(operation.path))));
  const node = valueAt(document, nodeOf(parameter.location));
  const described = saidIn(node);
  const words = wordsOf(name).filter((word) => !idWords.has(word));
  const namesPerson = (words.length > 0 && words.every((word) => people.has(word))) || described.some((text) => isOfPerson.test(text));
  const unknown = operation.responses.filter(({ status }) => status === '404' || status === '422');
  const said = [
    ...described,
    ...[operation.location, ...unknown.map(({ location }) => location)].flatMap((one) => saidIn(valueAt(document, nodeOf(one)))),
  ];
  if (!above || !namesPerson) return undefined;
  const isPlain = (one: Operation): boolean =>
    one.method === 'GET' &&
    one.effect === 'safe' &&
    one.parameters.every(({ required, in: place }) => !required || place === 'header' || place === 'cookie');
  const directories = operations.filter(
    (one) =>
      isPlain(one) &&
      isListOf(one.path, words) &&
      !isSamePath(one.path, above.name) &&
      !operations.some(({ method, path }) => method === 'POST' && isSamePath(path, one.path)),
  );
  const [directory] = directories.length === 1 ? directories : [];
  const things = said.some((text) => hasToBeThere.test(text))
    ? operations.find((one) => isPlain(one) && isSamePath(one.path, above.name))
    : undefined;
  const read = directory ?? things;
  const [shown, entries] = [read, list].map((one) => {
    const answer = one && answerSchema(one);
    return answer === undefined ? undefined : listIn(document, answer);
  });
  const ids = ['id', directory ? name : (parametersIn(itemOf(above).path).at(-1) ?? '')];
  const id = ids.find((one) => membersOf(document, shown?.entry).has(one));
  const isShown = membersOf(document, entries?.entry).has(name);
  const isFree = partsOf(document, parameter.schema).every((part) => part['enum'] === undefined);
  if (!read || !entries || id === undefined || !isShown || !isFree) return undefined;
  const shows = { what: directory ? ('people' as const) : ('things' as const), read, at: shown?.at, id };
  return { parameter: name, above, shows, list, at: entries.at, member: name };
};
