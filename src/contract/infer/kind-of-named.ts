import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import type { AnyInferred } from './covering.ts';
import { markedValues } from './marked-values.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** The kind that a resource has to be of: a member of the body of its creation, and its value. */
export type NamedKind = { readonly member: string; readonly value: string };

/** Last words of members that tell the kind of a resource. */
const kindWords: ReadonlySet<string> = new Set(['type', 'kind', 'class', 'category', 'level']);

/** The members of the body of a creation that list the kinds of what it creates. */
const kindsOf = (
  { document }: Contract,
  { create }: AnyInferred,
): readonly { readonly member: string; readonly values: readonly string[] }[] =>
  [...membersOf(document, askedSchema(create.body))].flatMap(([member, schema]) => {
    const values = partsOf(document, schema).flatMap(({ enum: listed }) =>
      Array.isArray(listed) ? listed.filter((value) => typeof value === 'string') : [],
    );
    return kindWords.has(wordsOf(member).at(-1) ?? '') && values.length > 1 ? [{ member, values }] : [];
  });

const refusal = String.raw`4(?:00|04|09|22)`;

/** How a sentence says that something has to be of a kind. */
const forms: readonly RegExp[] = [
  /<(?<value>[^<>]+)> only\b(?! (?:if|when|while|with|for|once|after|before)\b)/giu,
  /\bonly (?:(?:for|in|on|at|of|to|into|below|an?|the|one|be|name) ){0,4}<(?<value>[^<>]+)>/giu,
  /\b(?:must|has to|have to|needs? to) (?:be|name|refer to|point to|stand for) (?:(?:the id of|one of|an?|the|of|in|on) ){0,4}<(?<value>[^<>]+)>/giu,
  new RegExp(
    String.raw`(?:one|an?) <(?<value>[^<>]+)> \((?:${refusal}|refused|rejected) (?:for|with|if it is) (?:anything|everything|any|all|every) (?:other|else)`,
    'giu',
  ),
];

/** How a sentence says that something may not be of a kind. */
const barring: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:${refusal}|refused|rejected|not (?:possible|allowed)) (?:for|with|in|on|if it is) (?:(?:an?|the) )?<(?<value>[^<>]+)>`,
    'giu',
  ),
  new RegExp(
    String.raw`<(?<value>[^<>]+)> (?:is|are|gets?) (?:(?:a|with) )?(?:${refusal}|refused|rejected|not (?:possible|allowed))`,
    'giu',
  ),
];

const textsOf = ({ document }: Contract, { location, responses }: Operation): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...responses
    .filter((one) => one.status.startsWith('4') && !nodeOf(one.location).startsWith('#/components/'))
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one.location)))),
];

const listedInBody = ({ document }: Contract, { body }: Operation): ReadonlySet<string> =>
  new Set(
    [...membersOf(document, askedSchema(body)).values()].flatMap((schema) =>
      partsOf(document, schema).flatMap(({ enum: listed }) => (Array.isArray(listed) ? listed.map(String) : [])),
    ),
  );

/** The kind that the own text of an operation asks for. */
const toldBy = (contract: Contract, type: AnyInferred, operation: Operation): NamedKind | undefined => {
  const listed = listedInBody(contract, operation);
  const found = kindsOf(contract, type).flatMap(({ member, values }): readonly NamedKind[] => {
    // What the body of the operation lists itself may be meant by the same word.
    if (values.some((value) => listed.has(value))) return [];
    const said = textsOf(contract, operation)
      .flatMap(sentencesOf)
      .map((sentence) => markedValues(sentence, values, []));
    const valuesBy = (some: readonly RegExp[]): ReadonlySet<string> =>
      new Set(said.flatMap((one) => some.flatMap((form) => [...one.matchAll(form)].flatMap(({ groups }) => groups?.['value'] ?? []))));
    const [asked, barred] = [valuesBy(forms), valuesBy(barring)];
    const left = values.filter((value) => !barred.has(value));
    const [only, ...more] = asked.size > 0 ? [...asked] : barred.size > 0 ? left : [];
    return only !== undefined && more.length === 0 && !barred.has(only) ? [{ member, value: only }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Contract, Map<string, NamedKind | undefined>>();

/**
 * The kind of resource that the body of an operation has to name, by the texts: "Counts one bay (422 for anything else)", "Goods are kept in bays only". Where its own text says nothing, the
 * one kind that the others that say something agree on. Only to choose what is named: nothing is judged by it.
 */
export const kindOfNamed = (contract: Contract, type: AnyInferred, operation: Operation): NamedKind | undefined => {
  if (contract.standard.size === 0 || operation.key === type.create.key) return undefined;
  const all = known.get(contract) ?? new Map<string, NamedKind | undefined>();
  known.set(contract, all);
  const key = JSON.stringify([type.name, operation.key]);
  if (!all.has(key)) all.set(key, toldBy(contract, type, operation) ?? agreedOn(contract, type, operation));
  return all.get(key);
};

/** The one kind of a type that all operations ask for which ask for any. */
const agreedOn = (contract: Contract, type: AnyInferred, operation: Operation): NamedKind | undefined => {
  const told = contract.operations
    .filter((one) => one.key !== operation.key && one.key !== type.create.key && one.body !== undefined)
    .flatMap((one) => toldBy(contract, type, one) ?? []);
  const distinct = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
  return distinct.length === 1 ? distinct[0] : undefined;
};
