import { isActing } from '../../contract/infer/acting.ts';
import { type DescribedList, describedLists } from '../../contract/infer/conventions/collection.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { toldRoles } from '../../contract/infer/roles/hidden.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { stateMembers } from '../../contract/infer/state-names.ts';
import { type PeriodForm, periodFormOf } from '../../contract/infer/times/shown-periods.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { below, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeftBy } from './action-words.ts';
import { nounsIn } from './collection-nouns.ts';
import { forbiddenWithOwn } from './own-decisions.ts';
import { type State, textsOf } from './state-mentions.ts';
import { refusedStates } from './state-words.ts';

/** What is collected by week or by month, and settled by somebody: the timesheets of the entries of people. */
export type SettledPeriod = {
  readonly list: Collection;
  /** The member of an item that holds its state, and the state in which the period is settled. */
  readonly member: string;
  readonly state: string;
  /** The action that settles one, with what its body chooses. */
  readonly settle: Operation;
  readonly set: { readonly member: string; readonly value: string } | undefined;
  /** The states in which that is refused, and the actions that lead to others. */
  readonly early: readonly string[];
  readonly leads: readonly Operation[];
  /** The creation of one, with the member of the body that says for which period; undefined where they come about by entries. */
  readonly open: { readonly operation: Operation; readonly member: string; readonly form: PeriodForm } | undefined;
  /** The creation of an entry, with the member that holds its day. */
  readonly type: AnyInferred;
  readonly day: string;
  /** The clause that refuses the settling to whose own it is. */
  readonly own: string | undefined;
};

/** What an operation does: to an entry of a settled period, or once more to what is settled. */
export type Deed = 'create' | 'change' | 'remove' | 'restore' | 'again';

/** An operation that the document refuses once a period is settled. */
export type KeptPeriod = Subject & {
  readonly period: SettledPeriod;
  readonly operation: Operation;
  readonly deed: Deed;
  /** The sentence that says so; undefined where it says of states in general which are refused. */
  readonly sentence: string | undefined;
};

const periodNoun = '(?:pay )?(?:week|month|period|fortnight|quarter)';

/** Words by which it does not hold always, or for all. */
const hedged =
  /\b(?:unless|except|excepted|only|apart from|other than|but|however|until|before|may(?! not\b)|might|should|usually|normally|reopen\w*|yet|if (?:configured|enabled)|by (?:an? |the )?\w+s? (?:role|team))\b/iu;

const mayNot = String.raw`(?:can(?:not| not|['’]t| no longer| neither| never)|may (?:not|no longer|neither|never)|must (?:not|neither|never))`;

const verbs: readonly (readonly [Exclude<Deed, 'again'>, RegExp])[] = [
  ['create', /\b(?:created|recorded|added|made|entered|booked|logged)\b/iu],
  ['change', /\b(?:changed|edited|updated|modified|altered)\b/iu],
  ['remove', /\b(?:deleted|removed)\b/iu],
  ['restore', /\b(?:restored|undeleted|brought back)\b/iu],
];

const plain = (sentence: string): string => sentence.replaceAll(/[`*"“”]/gu, '').replaceAll(/\s+/gu, ' ');

/** Does a sentence speak of a period in a state, and of none in another one: "an approved week", "the week of `date` is already approved". */
const isOfSettled = (sentence: string, state: string, isOfSettling: boolean): boolean => {
  const said = literalPattern(state).replaceAll(/[_-]/gu, '[ _-]');
  if (new RegExp(String.raw`\b(?:not|never|no|isn['’]t|aren['’]t)(?: \w+)? ${said}\b|\bun-?${said}\b`, 'iu').test(sentence)) return false;
  const isSaid = new RegExp(
    String.raw`\b${said} ${periodNoun}s?\b|\b${periodNoun}s?\b[^.;]*?\b(?:is|are|was|were|gets?|becomes?|(?:has|have) been)(?: \w+)? ${said}\b`,
    'iu',
  );
  const isBehind = new RegExp(String.raw`\b${said}\b.*\b(?:that|the) ${periodNoun}\b`, 'iu');
  return isSaid.test(sentence) || (isOfSettling && isBehind.test(sentence));
};

/** What a sentence says that nobody can do with entries: "entries of that week can't be changed, deleted or added". */
const deedsIn = (sentence: string, noun: string): readonly Exclude<Deed, 'again'>[] => {
  const named = new RegExp(
    String.raw`\b(?:${noun}|${noun}s|${noun.replace(/y$/u, 'ie')}s|nothing)\b.*?\b${mayNot} (?:be )?(?<rest>.*)$`,
    'iu',
  );
  const rest = named.exec(sentence)?.groups?.['rest'];
  return rest === undefined ? [] : verbs.flatMap(([deed, verb]) => (verb.test(rest.replace(/[.;:].*$/u, '')) ? [deed] : []));
};

const refuses = /\b(?:409|refused|rejected|conflict)\b/iu;

/** Does an operation do something to an entry, and what. */
const deedOf = (type: AnyInferred, operation: Operation): Exclude<Deed, 'again'> | undefined => {
  const { method, path } = operation;
  if (operation.key === type.create.key) return 'create';
  const item = itemOf(type).path;
  if (isSamePath(path, item))
    return method === 'DELETE'
      ? 'remove'
      : method === 'PATCH' || (method === 'PUT' && operation.effect === 'changes')
        ? 'change'
        : undefined;
  const isBack = method === 'POST' && /^(?:restore|undelete|recover)$/iu.test(tailOf(path)[0] ?? '');
  return isBack && isDirectlyBelow(path, item) ? 'restore' : undefined;
};

type Said = { readonly sentence: string; readonly by: Operation | undefined };

/** The sentences of the document that may be about what is refused, with the operation in whose text they stand. */
const sentencesAround = (contract: Contract, operations: readonly Operation[]): readonly Said[] => {
  const { document } = contract;
  const firm = (texts: readonly string[]): readonly string[] => texts.flatMap(firmSentencesOf).map(plain);
  const around = [
    ...saidIn(document['info']),
    ...operations.flatMap((one) => saidOfTags(document, valueAt(document, nodeOf(one.location)))),
  ];
  return [
    ...[...new Set(firm(around))].map((sentence) => ({ sentence, by: undefined })),
    ...operations.flatMap((by) => firm(textsOf(contract, by)).map((sentence) => ({ sentence, by }))),
  ];
};

/** Does a sentence say what holds for some roles alone. */
const namesRole = ({ document }: Contract): ((sentence: string) => boolean) => {
  const { full, lesser } = toldRoles(document);
  return (sentence) => wordsOf(sentence).some((word) => full.has(stemOf(word)) || lesser.has(stemOf(word)));
};

/** The member of a body that holds the day of what is created: the only one that has to be a day. */
const dayMember = ({ document, ...contract }: Contract, create: Operation): string | undefined => {
  const days = bodyMembers({ document, ...contract }, create).filter(
    ({ required, schema }) => required && partsOf(document, schema).some((part) => part['format'] === 'date'),
  );
  return days.length === 1 ? days[0]?.name : undefined;
};

const listedTexts = (document: Contract['document'], schema: Schema | undefined): readonly string[] =>
  partsOf(document, schema).flatMap((part) =>
    Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]).filter((one) => typeof one === 'string') : [],
  );

/** Do the items of a list show a period: a week, a month, or a first and a last day. */
export const showsPeriod = (document: Contract['document'], members: ReadonlyMap<string, Schema>): boolean => {
  const isDay = (name: string): boolean => partsOf(document, members.get(name)).some((part) => part['format'] === 'date');
  return (
    [...members].some(([name, schema]) => periodFormOf(name) !== undefined && isType(document, schema, 'string')) ||
    spanNames([...members.keys()]).some((pair) => pair.every(isDay))
  );
};

/** The states to which an action may lead, with what its body chooses. */
const settledBy = (
  contract: Contract,
  operation: Operation,
  states: readonly string[],
): readonly { readonly state: string; readonly set: SettledPeriod['set'] }[] => {
  const chosen = bodyMembers(contract, operation)
    .filter(({ required }) => required)
    .flatMap(({ name, schema }) => listedTexts(contract.document, schema).map((value) => ({ state: value, set: { member: name, value } })));
  const left =
    chosen.length > 0 ? chosen : states.filter((state) => isLeftBy(operation, state)).map((state) => ({ state, set: undefined }));
  return left.filter(({ state }) => states.includes(state));
};

/** The creation of what is settled, for a period that its body says. */
const openingOf = (contract: Contract, list: Operation): SettledPeriod['open'] => {
  const operation = contract.operations.find((one) => one.method === 'POST' && one.effect !== 'safe' && isSamePath(one.path, list.path));
  const [member, ...others] = operation
    ? bodyMembers(contract, operation).filter(({ required, name }) => required && periodFormOf(name) !== undefined)
    : [];
  const form = member && others.length === 0 ? periodFormOf(member.name) : undefined;
  return operation && member && form ? { operation, member: member.name, form } : undefined;
};

const settledAt = (contract: Contract, described: DescribedList, settle: Operation): readonly KeptPeriod[] => {
  const { document, operations } = contract;
  const list = contract.collections.find(({ operation }) => operation.key === described.operation.key);
  const members = membersOf(document, described.item);
  const [member = ''] = stateMembers([...members].filter(([, schema]) => listedTexts(document, schema).length > 0))[0] ?? [];
  if (list?.id === undefined || member === '' || !showsPeriod(document, members)) return [];
  const names = listedTexts(document, members.get(member));
  const states = names.map((value): State => ({ name: wordsOf(value).join(' '), member, value }));
  const noun = nounWordsOf(list.operation.path).join(' ');
  const others = new Set([...nounsIn(contract)].filter((one) => singular(one) !== noun));
  const refusedBy = (operation: Operation, by = noun): readonly string[] =>
    (refusedStates(contract, { operation, states, noun: by, others, members: [], isBelow: false }) ?? []).map(({ value }) => String(value));
  const early = refusedBy(settle);
  const onItem = operations.filter(
    (one) => isActing(one) && one.key !== settle.key && isSamePath(pathAbove(one.path), pathAbove(settle.path)),
  );
  const leads = onItem.filter(
    (one) =>
      bodyMembers(contract, one).every(({ required }) => !required) &&
      names.some((state) => isLeftBy(one, state) && early.length > 0 && !early.includes(state)),
  );
  const open = openingOf(contract, list.operation);
  if (!open && operations.some((one) => one.method === 'POST' && isSamePath(one.path, list.operation.path))) return [];
  const isOfRole = namesRole(contract);
  return settledBy(contract, settle, names).flatMap(({ state, set }) =>
    [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type): readonly KeptPeriod[] => {
      const day = dayMember(contract, type.create);
      if (day === undefined || type.create.method !== 'POST' || parametersIn(type.create.path).length > 0) return [];
      const entry = nounWordsOf(type.create.path).at(-1) ?? '';
      const entryOperations = operations.flatMap((operation) => {
        const deed = deedOf(type, operation);
        return deed && operation.unsupported === undefined ? [{ operation, deed }] : [];
      });
      const said = sentencesAround(contract, [settle, ...entryOperations.map(({ operation }) => operation)]).filter(
        ({ sentence, by }) =>
          isOfSettled(sentence, state, by?.key === settle.key) &&
          !hedged.test(sentence) &&
          !isRefusalDenied(sentence) &&
          !isOfRole(sentence),
      );
      const told = entryOperations.flatMap(({ operation, deed }) => {
        const found = said.find(({ sentence, by }) => {
          const deeds = deedsIn(sentence, entry);
          return deeds.length > 0 ? deeds.includes(deed) : by?.key === operation.key && refuses.test(sentence);
        });
        return found ? [{ operation, deed, sentence: found.sentence }] : [];
      });
      if (told.length === 0) return [];
      const period: SettledPeriod = {
        list,
        member,
        state,
        settle,
        set,
        early,
        leads,
        open,
        type,
        day,
        own: forbiddenWithOwn(contract, settle),
      };
      const again = [settle, ...leads]
        .filter((one) => refusedBy(one).includes(state))
        .map((operation) => ({ operation, deed: 'again' as const, sentence: undefined }));
      return [...told, ...again].map((one) => at(locationFor(one), { ...one, period }));
    }),
  );
};

/** An operation has one case for each thing that is settled. */
const locationFor = ({ operation: { location }, deed }: Pick<KeptPeriod, 'operation' | 'deed'>): Subject['location'] =>
  deed === 'again' ? { ...location, way: [...location.way, below(nodeOf(location), 'x-assay', 'settled')] } : location;

/** The settling of a period that the document forbids to whose own it is. */
export type OwnSettling = Subject & { readonly period: SettledPeriod; readonly sentence: string };

/** Words by which the rule holds for whose own the period is, whoever submitted it. */
const ofOwn = /\bown\b/iu;

/** Settlings that nobody may do with what is their own. What comes about by entries alone was submitted by nobody. */
export const ownSettlings = (contract: Contract): readonly OwnSettling[] => {
  const bySettle = new Map<string, OwnSettling>();
  for (const { period } of keptPeriods(contract)) {
    const { settle, own, open, leads } = period;
    if (own === undefined || bySettle.has(settle.key) || !(open || leads.length > 0 || ofOwn.test(own))) continue;
    bySettle.set(settle.key, at(settle.location, { period, sentence: own }));
  }
  return [...bySettle.values()];
};

const known = new WeakMap<Contract, readonly KeptPeriod[]>();

const find = (contract: Contract): readonly KeptPeriod[] => {
  if (contract.standard.size === 0) return [];
  const described = describedLists(contract);
  return contract.operations.flatMap((settle) => {
    const isAction =
      isActing(settle) && settle.effect === 'destructive' && !endsInParameter(settle.path) && parametersIn(settle.path).length === 1;
    const collection = isAction ? settle.path.slice(0, settle.path.indexOf('/{')) : undefined;
    const list = described.find(({ operation }) => collection !== undefined && isSamePath(operation.path, collection));
    return list && isAction && settle.unsupported === undefined ? settledAt(contract, list, settle) : [];
  });
};

/**
 * Every operation that a text refuses once the week or the month is settled in which an entry is: "Once the timesheet of a week is approved, entries of that week can't be created or
 * changed (409)". Two requests are needed to see it, of which none names the other: the entry names a day, and what is settled a period.
 */
export const keptPeriods = (contract: Contract): readonly KeptPeriod[] => {
  const before = known.get(contract) ?? find(contract);
  known.set(contract, before);
  return before;
};
