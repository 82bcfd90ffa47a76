import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isSamePath, pathAbove, tailOf } from './path-template.ts';
import { nounsByDescription } from './described-nouns.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** The id of one of the things that a read right below the resource lists: one of the rates of `GET /shipments/{shipmentId}/rates`. */
export type ListedBelow = {
  readonly kind: 'listed';
  /** What one of them is called, in the singular. */
  readonly noun: string;
  readonly isList: boolean;
  readonly list: Operation;
  /** The member of the answer that holds the list; undefined where the answer is the list. */
  readonly at: string | undefined;
  /** The member of each entry that is its id. */
  readonly id: string;
  /** Adds to that list; undefined where nothing else does. */
  readonly ask: Operation | undefined;
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids']);

/** The list in the answer of a read: the answer itself, or the only member of it that is one. */
export const listIn = (
  document: Contract['document'],
  answer: Schema,
): { readonly at: string | undefined; readonly entry: Schema | undefined } | undefined => {
  if (isType(document, answer, 'array')) return { at: undefined, entry: itemsOf(document, answer) };
  const lists = [...membersOf(document, answer)].filter(([, one]) => isType(document, one, 'array'));
  const [only] = lists;
  return only && lists.length === 1 ? { at: only[0], entry: itemsOf(document, only[1]) } : undefined;
};

/** Is an operation one that may be called for what it adds to a list: nothing of it leaves the service. */
const isAsking = ({ method, effect, unsupported, issues, inferred }: Operation): boolean =>
  method === 'POST' &&
  (effect.startsWith('creates') || effect === 'asks') &&
  unsupported === undefined &&
  issues !== true &&
  inferred?.reaches === undefined;

/** What an operation says that a member names: "`sponsor` is a member of this club", "`payer` has to be one of the members of the club". */
const nounsTold = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  whole: string,
): readonly string[] => {
  const told = new RegExp(
    String.raw`(?<![\w.])\x60?${member}\x60?(?:,[^,.]*,)? (?:is|names|identifies|refers to|stands for|(?:must|has to|needs to) (?:be|name|refer to|identify)) (?:(?:an?|the|one of the|any of the|another|id of an?|id of the) )?(?:existing |other |active )?(?<noun>\p{L}+(?: \p{L}+)?) of (?:this|the|that|its|the same) ${whole}\b`,
    'u',
  );
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap((text) => told.exec(text)?.groups?.['noun'] ?? []);
  const isPlain = partsOf(contract.document, schema).every(({ enum: values, format }) => values === undefined && format === undefined);
  // "an active member" is a member.
  return isPlain ? said.flatMap((noun) => wordsOf(noun).map((_, n, words) => words.slice(n).map(singular).join(''))) : [];
};

/**
 * What the body of an action, or of a creation, names by its id, and a read right below the resource lists under that name: `rateId` of a purchase, and the rates of the
 * shipment; `sponsor`, "Id of the member" or "`sponsor` is a member of this club", and the members of the club.
 */
export const listedBelow = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  resourceType: AnyInferred,
): ({ readonly member: string } & ListedBelow) | undefined => {
  const { document, operations } = contract;
  const words = wordsOf(member);
  const isId = words.length > 1 && idWords.has(words.at(-1) ?? '');
  const whole = nounWordsOf(resourceType.name).at(-1) ?? '';
  const nouns = isId
    ? [words.slice(0, -1).map(singular).join('')]
    : isType(document, schema, 'array') || words.length === 0
      ? []
      : [...nounsByDescription(document, member, schema), ...nounsTold(contract, operation, [member, schema], whole)];
  if (nouns.length === 0) return undefined;
  const found = operations.flatMap((list): readonly ({ readonly member: string } & ListedBelow)[] => {
    const [last = '', ...more] = tailOf(list.path);
    const isOfIt =
      list.method === 'GET' &&
      list.effect === 'safe' &&
      more.length === 0 &&
      singular(last) !== last &&
      nouns.includes(
        wordsOf(last)
          .map(singular)
          .join(isId ? ' ' : ''),
      ) &&
      isSamePath(pathAbove(list.path), itemOf(resourceType).path) &&
      // What a list shows is there already, so that nothing adds it to that list by its id.
      !(isId && operation.method === 'POST' && isSamePath(operation.path, list.path));
    const answer = isOfIt ? answerSchema(list) : undefined;
    const shown = answer === undefined ? undefined : listIn(document, answer);
    const held = shown && membersOf(document, shown.entry);
    const names = isId ? ['id', member, [...words.slice(0, -1), 'id'].join('_')] : ['id', 'uuid'];
    const id = held && names.find((name) => held.has(name));
    if (!shown || id === undefined) return [];
    const ask = operations.find((one) => one.key !== operation.key && isAsking(one) && isSamePath(one.path, list.path));
    const noun = wordsOf(last).map(singular).join(' ');
    return [{ kind: 'listed', member, noun, isList: isType(document, schema, 'array'), list, at: shown.at, id, ask }];
  });
  return found.length === 1 ? found[0] : undefined;
};
