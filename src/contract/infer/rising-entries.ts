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
  /** The member of the entries that shows the same. */
  readonly shownAs: string;
  readonly kind: 'day' | 'number';
  /** What shows the entries: the read of the resource above, or the list at the path of the addition. */
  readonly read: Operation;
  /** The member of the resource above that lists them; undefined where `read` is their list. */
  readonly list: string | undefined;
};

const last = String.raw`(?:[\w'’]+ ){0,5}?(?:latest|last|previous|preceding|newest|most recent|current|highest|greatest|\w+ before(?! (?:the|an?)\b))\b`;
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

/** "... and `km` must not be lower than its value": the entry before was named in the part of the sentence before. */
const alike = new RegExp(
  String.raw`\b(?:${more}|(?:not|never|no)(?: be| lie| start| begin)? ${less}(?: than)?(?: or (?:equal to|the same as))?) (?:(?:its|that one['’]s|the latter['’]s)\b|(?:that|those|the \w+) of (?:it|that one|the latter)\b)`,
  'iu',
);

const modal = /\b(?:must|has to|have to|needs? to|should|shall|always|only|not|never|no)\b/iu;

/** The parts of a sentence that each make a rule of their own, joined by "and" or a comma. */
const rulesIn = (sentence: string): readonly string[] => {
  const parts = sentence.split(/,? and |[;,] /u);
  return parts.every((part) => modal.test(part)) ? parts : [sentence];
};

/** The parts of a text that say that something has to lie beyond what is there. */
const risingRules = (text: string): readonly string[] =>
  statementsOf(text)
    .map((one) => one.replaceAll('`', ''))
    .filter((one) => rising.test(one))
    .flatMap((one) => rulesIn(one).filter((part, n) => rising.test(part) || (n > 0 && alike.test(part))));

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

/** The entries that an addition makes, whose members have to lie beyond those of the others. */
const entriesOf = (contract: Contract, operation: Operation): readonly RisingEntry[] => {
  const { document } = contract;
  const own = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(risingRules);
  return ordered(contract, operation).flatMap(([member, one, kind]) => {
    const isNamed = own.some((text) => ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(member).join(' ')} `));
    const isTold = isNamed || descriptionsIn(document, one).flatMap(risingRules).length > 0;
    const shown = isTold ? shownWith(contract, operation, member) : undefined;
    return shown ? [{ member, shownAs: member, kind, ...shown }] : [];
  });
};

/** The members of a body that have an order. */
const ordered = ({ document }: Contract, operation: Operation): readonly Ordered[] =>
  [...membersOf(document, askedSchema(operation.body))].flatMap(([member, one]): readonly Ordered[] =>
    isDay(document, one) ? [[member, one, 'day']] : isNumber(document, one) ? [[member, one, 'number']] : [],
  );

type Ordered = readonly [member: string, schema: Schema, kind: RisingEntry['kind']];

/** "The final count is recorded as a reading", "adds a last reading": what an action makes besides, by the last word before the noun of that. */
const making =
  /\b(?:record|store|save|add|create|enter|log|book|write|make|keep|kept|made|written|become|count|result|leave)(?:e?s|e?d|red|ing)?\b(?: \w+){0,6}? (?:an?|another|one|its|the) (?:\w+ ){0,2}$/iu;

/** Does an action make an entry of a noun, by its text. */
const tellsEntry = (contract: Contract, action: Operation, noun: string): boolean =>
  saidIn(valueAt(contract.document, nodeOf(action.location)))
    .flatMap(statementsOf)
    .some((one) => {
      const words = ` ${wordsOf(one).join(' ')} `;
      const at = words.indexOf(` ${noun} `);
      return at > 0 && !/ (?:not|no|never|without) /u.test(words.slice(0, at)) && making.test(words.slice(0, at + 1));
    });

/**
 * The entries that an action makes, where its text says that it makes one of those that another operation adds to the same resource: `removed_on` of
 * `POST /meters/{id}/removal` is the `taken_on` of a reading. What is what shows by the kind of the values: only where the action has one of each kind.
 */
const entriesByAction = (contract: Contract, action: Operation): readonly RisingEntry[] => {
  const above = pathAbove(action.path);
  const own = ordered(contract, action);
  return contract.operations.flatMap((one) => {
    if (one === action || one.method !== 'POST' || !isDirectlyBelowOne(one.path) || !isSamePath(pathAbove(one.path), above)) return [];
    const entries = entriesOf(contract, one);
    if (entries.length === 0 || !tellsEntry(contract, action, nounWordsOf(one.path).join(' '))) return [];
    return entries.flatMap((entry) => {
      const alone = own.filter(([, , kind]) => kind === entry.kind);
      const [same] = alone.length === 1 ? alone : [];
      return same ? [{ ...entry, member: same[0] }] : [];
    });
  });
};

const find = (contract: Contract, operation: Operation): readonly RisingEntry[] => {
  const own = entriesOf(contract, operation);
  return own.length > 0 ? own : entriesByAction(contract, operation);
};

const known = new WeakMap<Operation, readonly RisingEntry[]>();

/**
 * The members of an addition right below a resource that have to lie beyond those of the entries which are there, where the document says so: "`from` must be later than
 * that of the latest price". Also those of an action that makes such an entry. Only for a contract that is held to the standard requirements.
 */
export const risingEntriesOf = (contract: Contract, operation: Operation): readonly RisingEntry[] => {
  if (contract.standard.size === 0 || operation.method !== 'POST' || !isDirectlyBelowOne(operation.path)) return [];
  const before = known.get(operation);
  if (before) return before;
  const found = find(contract, operation);
  known.set(operation, found);
  return found;
};
