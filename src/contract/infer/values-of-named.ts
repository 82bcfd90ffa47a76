import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema, describedLists } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isItemOf, parametersIn, pathAbove } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { membersOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/**
 * A member of a body that has to be what something shows which the resource in the path names: "`unit` must be the unit of the test" of a result for an order with a
 * `testCode`.
 */
export type ValueOfNamed = {
  readonly type: AnyInferred;
  /** The member of the resource that names it. */
  readonly naming: string;
  /** The member of what is named that shows the value. */
  readonly shown: string;
  /** How that is read: by itself, or in a list by one of its members. */
  readonly read: Operation;
  /** The member of an item of the list that has what names it; undefined where the read shows it alone. */
  readonly key: string | undefined;
};

const keyWords: ReadonlySet<string> = new Set('id uuid code number no nr key slug ref reference'.split(' '));

const plain = (name: string): string => wordsOf(name).join('');

/** The property and the noun of which a sentence says that a member has to be it: "`unit` must be the unit of the test". */
const toldIn = (sentence: string, member: string): { readonly property: string; readonly noun: string } | undefined => {
  const words = ` ${wordsOf(sentence).join(' ')} `;
  const named = ` ${wordsOf(member).join(' ')} `;
  const at = words.indexOf(named);
  if (at < 0) return undefined;
  const [, property = '', noun = ''] =
    / (?:must|has to|needs to|should) (?:be|equal|match) (?:exactly )?(?:that|the|its) (\w+(?: \w+)?) of (?:the|its) (\w+) /u.exec(
      words.slice(at + named.length - 1),
    ) ?? [];
  return noun === '' ? undefined : { property, noun: singular(noun) };
};

const jsonSchemaOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

const find = (contract: Contract, operation: Operation, member: string): ValueOfNamed | undefined => {
  const { document, operations } = contract;
  if (!membersOf(document, jsonSchemaOf(operation)).has(member)) return undefined;
  const type = [coveredBy(contract, operation), coveredByLasting(contract, operation)]
    .flatMap((all) => [...all.values()])
    .at(-1)?.resourceType;
  const answer = type && answerSchema(type.create);
  if (!type || answer === undefined) return undefined;
  const own = [...resourceMembers(document, answer).keys()];
  for (const sentence of saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf)) {
    const told = toldIn(sentence, member);
    if (!told) continue;
    const naming = own.find((name) => {
      const words = wordsOf(name);
      return keyWords.has(words.at(-1) ?? '') && words.slice(0, -1).join(' ') === told.noun;
    });
    if (naming === undefined) continue;
    const isShown = (schema: Schema | undefined): string | undefined =>
      schema === undefined ? undefined : [...membersOf(document, schema).keys()].find((name) => plain(name) === plain(told.property));
    const usable = operations.filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined);
    const single = usable.find(
      (one) =>
        parametersIn(one.path).length === 1 &&
        isItemOf(one.path, pathAbove(one.path)) &&
        nounWordsOf(pathAbove(one.path)).join(' ') === told.noun &&
        isShown(answerSchema(one)) !== undefined,
    );
    const alone = single && isShown(answerSchema(single));
    if (single && alone !== undefined) return { type, naming, shown: alone, read: single, key: undefined };
    const last = wordsOf(naming).at(-1) ?? '';
    const [list, ...others] = describedLists({ document, operations: usable.filter(({ path }) => parametersIn(path).length === 0) }).filter(
      (one) => nounWordsOf(one.operation.path).join(' ') === told.noun && isShown(one.item) !== undefined,
    );
    const members = list && membersOf(document, list.item);
    const key = members && [naming, last].find((name) => members.has(name));
    const listed = list && isShown(list.item);
    if (list && others.length === 0 && key !== undefined && listed !== undefined)
      return { type, naming, shown: listed, read: list.operation, key };
  }
  return undefined;
};

const known = new WeakMap<Contract, Map<string, ValueOfNamed | undefined>>();

/** What a member at the top of the body of an operation below a resource has to be by a sentence; undefined where none says so, or nothing shows it. */
export const valueOfNamed = (contract: Contract, operation: Operation, member: string): ValueOfNamed | undefined => {
  const all = known.get(contract) ?? new Map<string, ValueOfNamed | undefined>();
  known.set(contract, all);
  const key = JSON.stringify([operation.key, member]);
  if (!all.has(key)) all.set(key, find(contract, operation, member));
  return all.get(key);
};
