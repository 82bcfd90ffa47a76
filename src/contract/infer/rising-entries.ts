import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema, describedLists } from './conventions/collection.ts';
import { nounWordsOf } from './id-names.ts';
import { isDirectlyBelowOne, isSamePath, pathAbove } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { statementsOf } from './sentences.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** A member of what is added to a resource that has to lie beyond that of the entries which are there: the day of a new price behind that of the last one. */
export type RisingEntry = {
  readonly member: string;
  readonly kind: 'day' | 'number';
  /** What shows the entries: the read of the resource above, or the list at the path of the addition. */
  readonly read: Operation;
  /** The member of the resource above that lists them; undefined where `read` is their list. */
  readonly list: string | undefined;
};

const last = String.raw`(?:\w+ ){0,5}?(?:latest|last|previous|preceding|newest|most recent|current|highest|greatest|\w+ before(?! (?:the|an?)\b))\b`;
const more = '(?:later|greater|higher|larger|newer|bigger|more recent) than';
const less = '(?:lower|earlier|less|smaller|sooner|older|before)';

/** "must be later than that of the latest one", "has to be after the last", "not lower than the previous one", "an earlier one than the last is refused". */
const rising = new RegExp(
  [
    String.raw`\b(?:must|has to|have to|needs? to|should|shall|always|only)(?: always)?(?: be| lie| start| begin)? (?:${more}|after|above|behind) ${last}`,
    String.raw`\b(?:not|never|no)(?: be| lie| start| begin)? ${less}(?: than)?(?: or (?:equal to|the same as))? ${last}`,
    String.raw`\b${less}(?: than)? ${last}.*\b(?:refused|rejected|4(?:00|09|22))\b`,
  ].join('|'),
  'iu',
);

const isDay = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

const isNumber = (document: Contract['document'], schema: Schema): boolean =>
  isType(document, schema, 'number') || isType(document, schema, 'integer');

/** Where entries of the noun of a path are shown with a member. */
const shownWith = (contract: Contract, { path }: Operation, member: string): Pick<RisingEntry, 'read' | 'list'> | undefined => {
  const { document, operations } = contract;
  const readAt = (wanted: string): Operation | undefined =>
    operations.find(
      (one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, wanted),
    );
  const list = readAt(path);
  const [described] = list ? describedLists({ document, operations: [list] }) : [];
  if (list && described && membersOf(document, described.item).has(member)) return { read: list, list: undefined };
  const read = readAt(pathAbove(path));
  const answer = read && answerSchema(read);
  if (!read || answer === undefined) return undefined;
  const noun = nounWordsOf(path).join(' ');
  const found = [...resourceMembers(document, answer)].find(
    ([name, schema]) =>
      nounWordsOf(`/${wordsOf(name).join('-')}`).join(' ') === noun && membersOf(document, itemsOf(document, schema)).has(member),
  );
  return found && { read, list: found[0] };
};

const find = (contract: Contract, operation: Operation): RisingEntry | undefined => {
  const { document } = contract;
  const schema = askedSchema(operation.body);
  const members = [...membersOf(document, schema)].filter(([, one]) => isDay(document, one) || isNumber(document, one));
  const says = (text: string): readonly string[] =>
    statementsOf(text)
      .map((one) => one.replaceAll('`', ''))
      .filter((one) => rising.test(one));
  const own = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(says);
  for (const [member, one] of members) {
    const isNamed = own.some((text) => ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(member).join(' ')} `));
    const isTold = isNamed || descriptionsIn(document, one).flatMap(says).length > 0;
    const shown = isTold ? shownWith(contract, operation, member) : undefined;
    if (shown) return { member, kind: isDay(document, one) ? 'day' : 'number', ...shown };
  }
  return undefined;
};

const known = new WeakMap<Operation, RisingEntry | undefined>();

/**
 * The member of an addition right below a resource that has to lie beyond those of the entries which are there, where the document says so: "`from` must be later than
 * that of the latest price". Only for a contract that is held to the standard requirements.
 */
export const risingEntryOf = (contract: Contract, operation: Operation): RisingEntry | undefined => {
  if (contract.standard.size === 0 || operation.method !== 'POST' || !isDirectlyBelowOne(operation.path)) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
