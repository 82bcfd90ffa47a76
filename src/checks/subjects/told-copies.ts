import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A value that a copy begins with. */
export type FirstValue = { readonly member: string; readonly value: string | number; readonly sentence: string };

/** An action that copies a resource of the run, with what its text says that the copy begins with: "It starts at revision 1", "The copy is a `draft`". */
export type ToldCopy = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  readonly trip: Trip & { readonly read: Operation };
  readonly first: readonly FirstValue[];
  /** Actions and changes of the resource that may change what the copy begins with. */
  readonly changing: readonly Operation[];
};

const copying = /^[:/](?:copy|copies|duplicate|clone)$/iu;

/** Words by which it is not so always, or not said of the copy. */
const hedged =
  /\b(?:not|never|unless|except|may|might|can|could|should|if|when|where|once|usually|default\w*|source|original|later|only|until|while|before|after|soon)\b/iu;

const it = String.raw`(?:it|the (?:\w+ )?(?:copy|duplicate|clone)|a (?:copy|duplicate|clone)|copies|they)`;
const atNumber = new RegExp(
  String.raw`^${it} (?:always )?(?:starts?|begins?) (?:again )?(?:at|with) (?:the )?(?<name>\w+(?: \w+)?) (?<value>\d+)(?![.\d]*\d)\b`,
  'iu',
);
const asState = new RegExp(
  String.raw`^${it} (?:always )?(?<verb>(?:starts?|begins?)(?: out)? (?:as|in)|is(?: made as)?) (?<known>(?:an? |the )?(?:(?:state|status) )?\x60?)(?<value>[\w-]+)\x60?(?=$|[.,;]| (?:and|again|too|state)\b)`,
  'iu',
);

const listedOf = (document: Contract['document'], schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? values.filter((one) => typeof one === 'string') : []));

const firstIn = (document: Contract['document'], shown: ReadonlyMap<string, Schema>, sentence: string): readonly FirstValue[] => {
  const plain = sentence.replaceAll(/[`"*]/gu, '').replaceAll(/\s*\([^()]*\)/gu, '');
  if (hedged.test(plain)) return [];
  const { name, value } = atNumber.exec(plain)?.groups ?? {};
  if (name !== undefined && value !== undefined) {
    const named = [...shown].filter(
      ([one, schema]) => wordsOf(one).join(' ') === wordsOf(name).join(' ') && isType(document, schema, 'integer'),
    );
    return named.length === 1 ? named.map(([member]) => ({ member, value: Number(value), sentence })) : [];
  }
  const said = asState.exec(sentence.replaceAll(/["*]/gu, '').replaceAll(/\s*\([^()]*\)/gu, ''))?.groups ?? {};
  // After a plain "is" it may be any word, such as "new" or "open".
  const state = said['verb'] === 'is' && said['known'] === '' ? undefined : said['value'];
  const states = [...shown].filter(
    ([one, schema]) =>
      ['state', 'status'].includes(wordsOf(one).at(-1) ?? '') && state !== undefined && listedOf(document, schema).includes(state),
  );
  return states.length === 1 && state !== undefined ? states.map(([member]) => ({ member, value: state, sentence })) : [];
};

/** Operations on one resource and on what is right behind its path that change it, those whose text speaks of a member first. */
const changesOf = ({ document, operations }: Contract, itemPath: string, members: readonly string[]): readonly Operation[] =>
  operations
    .filter(
      ({ path, method, effect, unsupported }) =>
        ['PUT', 'PATCH', 'POST'].includes(method) &&
        effect !== 'safe' &&
        unsupported === undefined &&
        (path === itemPath || (path.startsWith(`${itemPath}/`) && !path.slice(itemPath.length + 1).includes('/'))),
    )
    .filter(({ location }) => {
      const said = saidIn(valueAt(document, nodeOf(location)))
        .join(' ')
        .toLowerCase();
      return members.some((name) => said.includes(wordsOf(name).join(' ')) || said.includes(name.toLowerCase()));
    });

/** Every such action of a contract that is held to the standard requirements. */
export const toldCopies = (contract: Contract): readonly ToldCopy[] => {
  const { document } = contract;
  if (contract.standard.size === 0) return [];
  return roundTrips(contract).flatMap((trip): readonly ToldCopy[] => {
    const { read, itemPath, id } = trip;
    const shown = read && placeIn(contract, read, id)?.schema;
    if (!read || shown === undefined) return [];
    return contract.operations.flatMap((operation): readonly ToldCopy[] => {
      const isCopy =
        operation.method === 'POST' && operation.path.startsWith(itemPath) && copying.test(operation.path.slice(itemPath.length));
      const on = isCopy && operation.unsupported === undefined ? onOwnResource(contract, operation) : undefined;
      if (!on || !placeIn(contract, operation, id)) return [];
      const members = membersOf(document, shown);
      const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
      const first = sentences.flatMap((sentence) => firstIn(document, members, sentence));
      const changing = changesOf(
        contract,
        itemPath,
        first.map(({ member }) => member),
      ).filter((one) => one !== operation);
      return first.length === 0 ? [] : [at(operation.location, { operation, on, trip: { ...trip, read }, first, changing })];
    });
  });
};
