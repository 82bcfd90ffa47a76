import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import type { AnyInferred } from '../../contract/infer/covering.ts';
import { isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { readOfOne } from './own-resources.ts';

/** A creation of what shows values of other resources as they were then, and the read that shows it. */
export type FixedAtCreation = Subject & {
  readonly operation: Operation;
  readonly resourceType: AnyInferred;
  readonly read: Operation;
  /** The ways to these members in an answer of the read: names, without the indices of lists. */
  readonly ways: readonly (readonly string[])[];
};

const isLaterWithout =
  /\b(?:later|subsequent|future|further)\b[^.;]*\b(?:changes?|updates?|edits?)\b[^.;]*\b(?:do(?:es)? not|don't|doesn't|never|no longer|leaves?)\b/iu;
const withoutLater =
  /\b(?:not|never|un)\s?(?:affected|changed|touched|updated|follow\w*)\b[^.;]*\b(?:later|subsequent|afterwards|future)\b|\b(?:does not|doesn't|never) (?:change|follow)\w*\b[^.;]*\b(?:later|afterwards|when the)\b/iu;
const asItWas =
  /\b(?:price|rate|fee|cost|amount|fare|tariff)\b[^.;]*\b(?:at the (?:time|moment) (?:of|when|the)|as (?:it was )?(?:of|when)|when the)\b[^.;]*\b(?:placed|created|ordered|booked|bought|sold|issued|rented|reserved|purchased?|ordering|orders?|bookings?|creation|sale)\b/iu;

/** Does a description say that a value stays what it was when the resource was created, whatever becomes of where it is from. */
const isFixed = (text: string): boolean => isLaterWithout.test(text) || withoutLater.test(text) || asItWas.test(text);

/** Levels of members that are examined. */
const deepest = 3;

const waysIn = (document: Contract['document'], schema: Schema, around: readonly string[] = []): readonly (readonly string[])[] =>
  around.length >= deepest
    ? []
    : [...membersOf(document, schema)].flatMap(([name, member]) => {
        const way = [...around, name];
        const isScalar = ['integer', 'number', 'string'].some((type) => isType(document, member, type));
        const isSaid = partsOf(document, member).some(({ description }) => typeof description === 'string' && isFixed(description));
        const inner = itemsOf(document, member) ?? member;
        return [...(isScalar && isSaid ? [way] : []), ...waysIn(document, inner, way)];
      });

/** The creations of a contract that is held to the standard requirements of which the read shows such members. */
export const fixedAtCreation = (contract: Contract): readonly FixedAtCreation[] =>
  contract.standard.size === 0
    ? []
    : [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((resourceType) => {
        const { create: operation } = resourceType;
        const read = readOfOne(contract, resourceType);
        const schema = read && answerSchema(read);
        const ways = schema === undefined || operation.body === undefined ? [] : waysIn(contract.document, schema);
        return read && ways.length > 0 ? [at(operation.location, { operation, resourceType, read, ways })] : [];
      });
