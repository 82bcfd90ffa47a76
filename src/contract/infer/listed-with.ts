import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type DescribedList, describedLists } from './conventions/collection.ts';
import { nounWordsOf } from './id-names.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** What a member of a body names by its id: one of the things that a list shows, with a value that it has to have. */
export type ListedWith = {
  readonly list: Operation;
  /** Runtime expression of the list in the answer, such as `$response.body#/data`. */
  readonly items: string;
  /** Undefined of people of whom any will do. */
  readonly having: { readonly member: string; readonly value: string } | undefined;
  /** The name of the member alone says so, so that any of these things will do. */
  readonly isAnyOf?: true;
  /** What a person is called who does something about a thing: rather one whose role is called alike. */
  readonly rather?: string;
};

/** One of the things that a list shows with a value. */
type ListedValue = ListedWith & { readonly having: NonNullable<ListedWith['having']> };

/** Last words of members by which a thing says of which kind it is. */
const kindWords: ReadonlySet<string> = new Set(['role', 'kind', 'type']);

const plain = (text: string): string => text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ');

/**
 * What a member names, as a sentence of the operation says of it by another noun: "The reviewer must be a user with role REVIEWER" for `reviewerId`, where `GET /users` lists users
 * with their roles. Undefined where nothing says so, or no list shows such things by an `id`.
 */
export const listedWith = (contract: Contract, operation: Operation, member: string): ListedWith | undefined => {
  const { document } = contract;
  const body = askedSchema(operation.body);
  const asked = membersOf(document, body).get(member);
  const words = wordsOf(member);
  if (asked === undefined || words.length < 2 || words.at(-1) !== 'id') return undefined;
  const noun = words.slice(0, -1).join(' ');
  const own = partsOf(document, asked).flatMap(({ description }) =>
    typeof description === 'string' ? [`The ${noun} is ${description}`] : [],
  );
  const said = [...saidIn(valueAt(document, nodeOf(operation.location))), ...own].flatMap((text) =>
    plain(text).split(/;\s|(?<=[.!?])\s+/u),
  );
  const lower = (text: string): string => text.replace(/^./u, (first) => first.toLowerCase());
  return valuesListed(contract).find(({ list, having: { member: name, value } }) => {
    const other = nounWordsOf(list.path).at(-1) ?? '';
    const sentence = new RegExp(
      String.raw`\b(?:the ${noun}|${member}) (?:must be|has to be|is|names|must name|has to name) (?:the id of )?an? ${other} (?:[a-z]+ ){0,5}(?:with|of|in|whose) (?:the )?${wordsOf(name).join(' ')} (?:is )?${value}(?![\w-])`,
      'u',
    );
    return said.some((one) => sentence.test(lower(one)));
  });
};

/**
 * What a member names whose noun is no collection, but a kind of the things that one list shows: `judge_id`, where `GET /people` lists people with the `role` of a `judge`. Undefined where
 * no list shows such things, or several do.
 */
export const listedOfKind = ({ document, operations }: Contract, member: string): ListedWith | undefined => {
  const words = wordsOf(member);
  if (words.length < 2 || words.at(-1) !== 'id') return undefined;
  const noun = words.slice(0, -1).join(' ');
  const found = valuesListed({ document, operations }).filter(
    ({ having }) => kindWords.has(wordsOf(having.member).at(-1) ?? '') && wordsOf(having.value).join(' ') === noun,
  );
  const [only] = found;
  return only && found.length === 1 ? { ...only, isAnyOf: true } : undefined;
};

/** Nouns of the lists of whoever may do something at a service. */
const nounsOfPeople: ReadonlySet<string> = new Set('user person people member employee colleague teammate staff'.split(' '));

/** Last words of what people are called who do something about a thing, or for whom it is. */
const rolesOfPeople: ReadonlySet<string> = new Set(
  (
    'assignee owner coowner creator author reviewer approver manager agent handler operator editor lead leader technician mechanic driver clerk inspector interviewer recruiter supervisor ' +
    'coordinator organizer organiser host instructor teacher trainer coach examiner requester reporter planner moderator administrator admin dispatcher mentor tutor nurse doctor ' +
    'responsible delegate deputy superior'
  ).split(' '),
);

/** Words of what is said to be unknown, where that is answered as a mistake: "An unknown application or user is `422`". */
const unknownPerson = /\bunknown [^.;:]{0,60}?\b(?:user|person|member|employee|colleague)s?\b/iu;

/** How words end that are made of a verb, for whoever does that, or to whom it is done. */
const doing = /.{3}(?:er|or|ee)$/u;

/**
 * Whom a member names by what they do about a thing, or is done to them: `assigneeId` or `owner_id`, or any `vetterId` of an operation that speaks of unknown users, where one list of the
 * document shows people. Undefined where none does, or several do.
 */
export const listedPerson = (contract: Contract, operation: Operation, member: string): ListedWith | undefined => {
  const { document } = contract;
  const words = wordsOf(member);
  const noun = words.at(-2) ?? '';
  const schema = membersOf(document, askedSchema(operation.body)).get(member);
  if (words.at(-1) !== 'id' || schema === undefined || !isFreeId(document, schema)) return undefined;
  const said = saidIn(valueAt(document, nodeOf(operation.location)));
  if (!rolesOfPeople.has(noun) && !(doing.test(noun) && said.some((text) => unknownPerson.test(text)))) return undefined;
  const [list, ...others] = readableLists(contract).filter(
    ({ operation: { path }, item }) => nounsOfPeople.has(nounWordsOf(path).at(-1) ?? '') && membersOf(document, item).has('id'),
  );
  return list && others.length === 0
    ? { list: list.operation, items: list.items, having: undefined, isAnyOf: true, rather: noun }
    : undefined;
};

/** May a value be any id: it is no choice, and has no form of its own. */
const isFreeId = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).every(
    (part) =>
      part['enum'] === undefined &&
      part['const'] === undefined &&
      part['readOnly'] !== true &&
      [undefined, 'uuid', 'int32', 'int64'].includes(part['format'] as string | undefined),
  );

/** The lists that can be asked for with nothing. */
const readableLists = ({ document, operations }: Pick<Contract, 'document' | 'operations'>): readonly DescribedList[] => {
  const before = lists.get(operations);
  if (before) return before;
  const found = describedLists({
    document,
    operations: operations.filter(
      (one) =>
        one.effect === 'safe' &&
        one.unsupported === undefined &&
        !one.path.includes('{') &&
        one.parameters.every(({ required }) => !required),
    ),
  });
  lists.set(operations, found);
  return found;
};

const lists = new WeakMap<Contract['operations'], readonly DescribedList[]>();

/** Each value that a member of the items of a list may have by its schema, in the lists that can be asked for with nothing and show ids. */
const valuesListed = ({ document, operations }: Pick<Contract, 'document' | 'operations'>): readonly ListedValue[] => {
  const before = known.get(operations);
  if (before) return before;
  const found = readableLists({ document, operations }).flatMap(({ operation: list, items, item }) => {
    const members = membersOf(document, item);
    if ((nounWordsOf(list.path).at(-1) ?? '') === '' || !members.has('id')) return [];
    return [...members].flatMap(([name, schema]) => {
      const listed = partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? (values as unknown[]) : []));
      return [...new Set(listed)].flatMap((value) =>
        typeof value === 'string' && /^[\w-]+$/u.test(value) ? [{ list, items, having: { member: name, value } }] : [],
      );
    });
  });
  known.set(operations, found);
  return found;
};

const known = new WeakMap<Contract['operations'], readonly ListedValue[]>();
