import { sentencesOf } from '../../contract/infer/sentences.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { saidIn } from '../../contract/said.ts';

/** Two members of a body of which each is listed by itself, and which do not go together. */
type Unsuited = { readonly first: string; readonly second: string };

/** A body in which the value of one member has to suit that of another one: "`mass` takes `mg` or `g`, `volume` takes `mL`". */
export type Suited = Subject & {
  readonly operation: Operation;
  /** Names of the member that decides, and of the one whose value has to suit it. */
  readonly by: string;
  readonly of: string;
  /** Values that do not suit, at least one. */
  readonly wrong: readonly Unsuited[];
};

/** Words of a rule, those of an example or a habit, and those of what becomes of a value. */
const isRule =
  /\b(?:must|has to|have to|needs? to|only|(?:every|any)thing else|any other|all others?|otherwise|violations?|refused|rejected|invalid|not (?:allowed|valid)|400|422)\b/iu;
const isOther =
  /\be\. ?g\.|\b(?:for example|such as|usually|typically|mostly|recommended|suggested|defaults?|becomes?|turns?|starts?|leads?|results?|converted|shown as|may also)\b/iu;

const listedIn = (contract: Contract, { schema }: BodyMember): readonly string[] => {
  const resolved = resolvedSchema(contract.document, schema);
  const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
  const texts = Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
  return texts.length > 1 ? texts : [];
};

/** The values in backticks or quotation marks, in their order. */
const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`|"([^"]+)"/gu)].map(([, one, other]) => one ?? other ?? '');

/**
 * Which values of a second member a text gives to each value of a first one; undefined where it gives none to two of them, or names one of the first twice.
 */
const groupsIn = (
  text: string,
  first: readonly string[],
  second: readonly string[],
): ReadonlyMap<string, readonly string[]> | undefined => {
  const told = sentencesOf(text).filter((one) => {
    const quoted = quotedIn(one);
    return quoted.some((value) => first.includes(value)) && quoted.some((value) => second.includes(value));
  });
  if (!isRule.test(text) || told.some((one) => isOther.test(one))) return undefined;
  const groups = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const value of quotedIn(told.join(' '))) {
    if (first.includes(value)) {
      if (groups.has(value)) return undefined;
      last = [];
      groups.set(value, last);
    } else if (second.includes(value)) {
      if (!last) return undefined;
      last.push(value);
    }
  }
  return groups.size > 1 && [...groups.values()].every((values) => values.length > 0) ? groups : undefined;
};

/** At most so many pairs are sent. */
const mostWrong = 2;

const unsuitedIn = (groups: ReadonlyMap<string, readonly string[]>): readonly Unsuited[] =>
  [...groups].flatMap(([first, suited]) => {
    const other = [...groups.values()].flat().find((value) => !suited.includes(value));
    return other === undefined ? [] : [{ first, second: other }];
  });

const suitedIn = (contract: Contract, operation: Operation): readonly Suited[] => {
  const members = bodyMembers(contract, operation).map((member) => ({ member, values: listedIn(contract, member) }));
  const listed = members.filter(({ values }) => values.length > 0);
  const node = valueAt(contract.document, nodeOf(operation.location));
  const own = saidIn(node);
  return listed.flatMap((by) =>
    listed.flatMap((of): readonly Suited[] => {
      if (by === of || by.values.some((value) => of.values.includes(value))) return [];
      const described = [by, of].flatMap(({ member }) => partsOf(contract.document, member.schema).map(({ description }) => description));
      const texts = [...own, ...described].filter((text) => typeof text === 'string');
      const groups = texts.flatMap((text) => groupsIn(text.replaceAll(/\s+/gu, ' '), by.values, of.values) ?? [])[0];
      const wrong = groups === undefined ? [] : unsuitedIn(groups).slice(0, mostWrong);
      const found = { operation, by: by.member.name, of: of.member.name, wrong };
      return wrong.length === 0 ? [] : [at(operation.location, found)];
    }),
  );
};

/** The operations of a contract that is held to the standard requirements whose text says which listed values of two members go together. */
export const suitedValues = (contract: Contract): readonly Suited[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter(({ effect, unsupported }) => effect !== 'safe' && unsupported === undefined)
        .flatMap((operation) => suitedIn(contract, operation));
