import { itemOf } from '../../contract/infer/covering.ts';
import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeft } from './action-words.ts';
import { auditLogs, idFilterOf, logNouns, serviceLogs, speaksOf } from './audit-logs.ts';
import { coversAction, coversChange, coversCreation, type Told, toldDeeds } from './log-sentences.ts';
import { type OnOwn, onOwnResource, readOfOne } from './own-resources.ts';
import { saidIn } from '../../contract/said.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** Where the entries are: in a list that an operation reads, or in a member of the read of the resource. */
type Place = { readonly read: Operation; readonly member: string | undefined };

/** An action on a resource that the run can create, or a change of it, of which a text says that a list of the resource gets an entry by it. */
export type LoggedAction = Subject &
  Place & {
    readonly operation: Operation;
    readonly on: OnOwn;
    /** The read of the resource, which shows whether anything was done. */
    readonly shown: Operation | undefined;
    /** The text of the list says so, in this sentence; undefined where the text of the action does. */
    readonly sentence: string | undefined;
    /** The parameter of a log of the whole service that takes the id of the resource; undefined where the list is that of the resource alone. */
    readonly ofId: string | undefined;
    /** How an entry tells of the creation of the resource, where the text says that there is one for it. */
    readonly created: { readonly member: string; readonly value: string } | undefined;
  };

/** "Each move is appended to `history`", "is recorded in the log". */
const writing =
  / (?:append(?:ed|s)|add(?:ed|s)|record(?:ed|s)|logg?(?:ed|s)|written|writes|entered) (?:\w+ ){0,5}?(?:to|in|into) (?:the |its )?$/u;

/** Words by which it is not always so, or later. */
const open = / (?:not|never|no|may|might|can|could|if|when|where|unless|only|except|later|eventually|up to|at most) /u;

const loggedIn = (contract: Contract, operation: Operation, read: Operation): string | undefined => {
  const { document } = contract;
  const node = valueAt(document, nodeOf(operation.location));
  const texts = saidIn(node);
  const lists = [...membersOf(document, answerSchema(read) ?? true)].flatMap(([name, schema]) =>
    isType(document, schema, 'array') ? [name] : [],
  );
  return lists.find((name) =>
    texts.flatMap(sentencesOf).some((sentence) => {
      const words = ` ${wordsOf(sentence).join(' ')} `;
      const place = words.indexOf(` ${wordsOf(name).join(' ')} `);
      return place >= 0 && writing.test(words.slice(0, place + 1)) && !open.test(words);
    }),
  );
};

const logWords: ReadonlySet<string> = new Set([...logNouns, 'timeline', 'transition']);

const isLogName = (name: string): boolean => logWords.has(singular(wordsOf(name).at(-1) ?? ''));

/** A list of what happened to a resource, and what its text says that it has entries for. */
type Log = Place & { readonly told: readonly Told[]; readonly item: Schema };

/** The lists of a resource with a text that says for what they have entries: right below it, and in its read. */
const logsOf = (contract: Contract, { resourceType }: OnOwn, read: Operation | undefined): readonly Log[] => {
  const { document, collections } = contract;
  const below = describedLists(contract).flatMap(({ operation, item }): readonly Log[] => {
    const isLog = isDirectlyBelow(operation.path, itemOf(resourceType).path) && isLogName(operation.path.split('/').at(-1) ?? '');
    if (!isLog || !collections.some((one) => one.operation.key === operation.key)) return [];
    const answers = operation.responses.filter(({ status }) => status.startsWith('2')).map(({ location }) => location);
    const texts = [operation.location, ...answers].flatMap((location) => saidIn(valueAt(document, nodeOf(location))));
    return [{ read: operation, member: undefined, told: toldDeeds(texts), item }];
  });
  const members = read === undefined ? [] : [...membersOf(document, answerSchema(read) ?? true)];
  const within = members.flatMap(([member, schema]): readonly Log[] => {
    const item = isType(document, schema, 'array') && isLogName(member) ? itemsOf(document, schema) : undefined;
    return read === undefined || item === undefined ? [] : [{ read, member, told: toldDeeds(descriptionsIn(document, schema)), item }];
  });
  return [...below, ...within].filter(({ told }) => told.length > 0);
};

/** The listed values of each member of an entry. */
const listedIn = ({ document }: Contract, item: Schema): readonly (readonly [member: string, values: readonly string[]])[] =>
  [...membersOf(document, item)].flatMap(([member, schema]) => {
    const resolved = resolvedSchema(document, schema);
    const listed: unknown = isObject(resolved) ? resolved['enum'] : undefined;
    return Array.isArray(listed) ? [[member, listed.map(String)] as const] : [];
  });

/** What an operation does, as the text of a list names it. */
type Deed = { readonly kind: 'change' | 'action'; readonly verb: string };

const deedOf = (operation: Operation, on: OnOwn): Deed | undefined => {
  const { path } = itemOf(on.resourceType);
  if (['PUT', 'PATCH'].includes(actsAs(operation)) && isSamePath(operation.path, path)) return { kind: 'change', verb: operation.method };
  const isAction =
    ['POST', 'PUT'].includes(operation.method) && operation.inferred?.onOne === true && isDirectlyBelow(operation.path, path);
  const verb = wordsOf(operation.path.split('/').at(-1) ?? '').join(' ');
  return isAction && verb !== '' ? { kind: 'action', verb } : undefined;
};

/** The list of a resource that gets an entry by an operation, as the text of the list says. */
const loggedByList = (contract: Contract, operation: Operation, on: OnOwn): readonly LoggedAction[] => {
  const deed = deedOf(operation, on);
  if (!deed) return [];
  const shown = readOfOne(contract, on.resourceType);
  const nouns = nounWordsOf(on.resourceType.create.path);
  return logsOf(contract, on, shown)
    .flatMap(({ told, item, ...place }): readonly LoggedAction[] => {
      const listed = listedIn(contract, item);
      const hasValue = listed.some(([, values]) => values.some((value) => isLeft(deed.verb, wordsOf(value).at(-1) ?? '')));
      const found = told.find((one) =>
        deed.kind === 'change' ? coversChange(one, deed.verb, nouns) : coversAction(one, deed.verb, nouns, hasValue),
      );
      if (!found) return [];
      const creations = listed.flatMap(([member, values]) =>
        values.filter((value) => isLeft('create', wordsOf(value).at(-1) ?? '')).map((value) => ({ member, value })),
      );
      const created = coversCreation(found, nouns) && creations.length === 1 ? creations[0] : undefined;
      return [at(operation.location, { operation, on, ...place, shown, sentence: found.sentence, ofId: undefined, created })];
    })
    .slice(0, 1);
};

/** "Every successful call that changes a permit", "each action on a permit": whatever changes it is meant. */
const ofEachCall =
  /\b(?:each|every|all|any)(?: [a-z]+)? (?:calls?|requests?|operations?|actions?|chang(?:es?|ing)|writes?|mutations?|modifications?)\b/iu;

/** The log of the whole service that gets an entry by an operation on a resource, where it can be asked for those of the resource. */
const loggedByService = (contract: Contract, operation: Operation, on: OnOwn): readonly LoggedAction[] => {
  const deed = deedOf(operation, on);
  const shown = readOfOne(contract, on.resourceType);
  const noun = nounWordsOf(on.resourceType.create.path).at(-1);
  if (!deed || noun === undefined) return [];
  // What changes as such are told is judged at the creation.
  const isJudgedThere = auditLogs(contract).some(
    ({ trip, actions }) =>
      trip.create.key === on.resourceType.create.key &&
      (deed.kind === 'change' || actions.some((one) => one.operation.key === operation.key)),
  );
  if (isJudgedThere) return [];
  return serviceLogs(contract)
    .flatMap((log): readonly LoggedAction[] => {
      const ofId = idFilterOf(contract, log)?.parameter;
      const told = speaksOf(contract, log, noun);
      if (!ofId || ofId.in !== 'query' || told === undefined) return [];
      const hasValue =
        deed.kind === 'action' &&
        listedIn(contract, log.item).some(([, values]) => values.some((value) => isLeft(deed.verb, wordsOf(value).at(-1) ?? '')));
      const isOfEach = told === 'by name' && ofEachCall.test(log.sentence);
      // Without a read nothing shows that anything was changed: the name of the action has to be that of a value.
      if (shown ? !hasValue && !isOfEach : !(hasValue && isOfEach)) return [];
      const { operation: read } = log.collection;
      const place = { read, member: undefined, shown, sentence: log.sentence, ofId: ofId.name, created: undefined };
      return [at(operation.location, { operation, on, ...place })];
    })
    .slice(0, 1);
};

/** Every such action and change of a contract, at its operation. */
export const loggedActions = (contract: Contract): readonly LoggedAction[] =>
  contract.operations.flatMap((operation): readonly LoggedAction[] => {
    const on = operation.unsupported === undefined && operation.effect !== 'safe' ? onOwnResource(contract, operation) : undefined;
    if (!on) return [];
    const read = operation.inferred?.onOne === true ? readOfOne(contract, on.resourceType) : undefined;
    const member = read && loggedIn(contract, operation, read);
    if (read && member !== undefined)
      return [
        at(operation.location, { operation, on, read, member, shown: undefined, sentence: undefined, ofId: undefined, created: undefined }),
      ];
    if (contract.standard.size === 0) return [];
    const byList = loggedByList(contract, operation, on);
    return byList.length > 0 ? byList : loggedByService(contract, operation, on);
  });
