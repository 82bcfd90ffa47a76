import { coveredBy, coveredByLasting } from '../../contract/infer/covering.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { jsonOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinct } from '../../model/json.ts';
import { holdsValue } from '../../model/request.ts';
import { seenByAllAt } from './for-everybody.ts';

/** A value of a member of the body of a creation, with which what it creates is open to all accounts: "A `public` board can be read by every account". */
export type OpenValue = { readonly create: Operation; readonly member: string; readonly value: unknown };

/** Words that may stand around the noun and a value in what is open: "all boards that are `public`", "a board with the access `open`". */
const plainWords: ReadonlySet<string> = new Set(
  'a an the all each every any and or that which whose with is are has have set to marked as value'.split(' '),
);

/**
 * The values of members of the body of a creation that a text names beside the noun, and nothing else: listed ones, and flags. None where it says more, such as "a board that
 * is not `public`", or "a board of a public club".
 */
const valuesNamed = (contract: Contract, create: Operation, what: string): readonly OpenValue[] => {
  const noun = new Set(nounWordsOf(create.path));
  const words = wordsOf(what).filter((word) => !noun.has(singular(word)));
  const found = bodyMembers(contract, create).flatMap(({ name, schema }): readonly (OpenValue & { readonly word: string })[] => {
    const listed: readonly unknown[] = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
    const named = listed.flatMap((value) => {
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      return words.includes(word) ? [{ create, member: name, value, word }] : [];
    });
    const flag = wordsOf(name).at(-1) ?? '';
    return typesOf(schema).join() === 'boolean' && words.includes(flag) ? [{ create, member: name, value: true, word: flag }] : named;
  });
  const read = new Set(found.flatMap(({ member, word }) => [word, ...wordsOf(member)]));
  return words.every((word) => read.has(word) || plainWords.has(word)) ? found.map(({ word: _word, ...one }) => one) : [];
};

/** Is it by a value of a member of what a creation creates that the introduction calls something open to all. */
export const isByValue = (contract: Contract, create: Operation, what: string): boolean => valuesNamed(contract, create, what).length > 0;

/** The creations of what the path of an operation names, the innermost first. */
const creationsAlong = (contract: Contract, operation: Operation): readonly Operation[] => {
  const innermost = [coveredBy(contract, operation), coveredByLasting(contract, operation)].flatMap((covering) =>
    [...covering.values()].slice(0, 1).map(({ resourceType }) => resourceType.create),
  );
  return distinct(innermost.flatMap((create) => [create, ...creationsAlong(contract, create)]));
};

/** The values with which what the path of an operation names is open to all accounts, or what it is below. */
export const openValues = (contract: Contract, operation: Operation): readonly OpenValue[] =>
  creationsAlong(contract, operation).flatMap((create) =>
    seenByAllAt(contract, create.path).flatMap((what) => valuesNamed(contract, create, what)),
  );

/** Values by which something is for its owner alone, whatever else is said of them. */
const closed: ReadonlySet<unknown> = new Set(['private', 'closed', 'hidden', 'secret', 'personal', 'restricted', false]);

/** Does a value that does not open something certainly keep it closed: no third one is between them, its word says so, or the introduction does. */
const isClosing = (contract: Contract, schema: unknown, made: unknown): boolean => {
  const listed: readonly unknown[] = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  if (closed.has(made) || listed.length === 2) return true;
  const text = valueAt(contract.document, '#/info/description');
  return (typeof text === 'string' ? sentencesOf(text) : []).some(
    (sentence) => wordsOf(sentence).includes(String(made).toLowerCase()) && /\b(?:only|40[34]|nobody else|no ?one else)\b/iu.test(sentence),
  );
};

/** Was a resource created without the value that opens it, as its answer, its request or the default of the member shows. */
export const isKeptClosed = (contract: Contract, { create, member, value }: OpenValue, creation: Exchange): boolean => {
  const { body: asked } = creation.request;
  const body = jsonOf(creation);
  const sent = asked !== undefined && holdsValue(asked) ? asked.value : undefined;
  const shown = [body, ...(isObject(body) ? Object.values(body) : []), sent].filter(isObject).find((one) => Object.hasOwn(one, member));
  const schema = bodyMembers(contract, create).find(({ name }) => name === member)?.schema;
  const made = shown?.[member] ?? (isObject(schema) ? schema['default'] : undefined);
  return made !== undefined && made !== null && made !== value && isClosing(contract, schema, made);
};
