import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { isCreation } from './body-examples.ts';
import type { BodyMember } from './body-members.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';

/** Last words of members that say how much there is of something that other requests use up. */
const usedUp: ReadonlySet<string> = new Set('balance stock inventory funds credit credits capacity seats points budget'.split(' '));

/** Last words of members that a creation requires and that bound how much its resource takes: each may be a number of what is below it. */
const bounding: ReadonlySet<string> = new Set(
  'capacity stock inventory slots places spots berths budget participants attendees'.split(' '),
);

/** A supply, and a value with which many requests can use some of it. */
export type Supply = { readonly member: BodyMember; readonly plenty: unknown };

const amounts = [1000, 100, 10] as const;

/** As much as the schema allows in place of a default that is zero, in the same notation: `1000.00` for `0.00`. Undefined where the default is none. */
const plentyOf = (contract: Contract, { schema }: BodyMember): unknown => {
  const resolved = resolvedSchema(contract.document, schema);
  const usual = isObject(resolved) ? resolved['default'] : undefined;
  const isZero = usual === 0 || (typeof usual === 'string' && /^0(?:\.0+)?$/u.test(usual));
  if (!isZero) return undefined;
  return amounts
    .map((amount) => (typeof usual === 'string' ? `${amount}${usual.slice(1)}` : amount))
    .find((value) => mayBeSent(contract.document, schema, value));
};

/** More than one of what a resource takes, where others are created below it or for it: so much as a few creations use up. */
const enoughOf = (contract: Contract, { schema }: BodyMember): unknown =>
  [20, 10, 5].find((value) => mayBeSent(contract.document, schema, value));

/** Is something created below what an operation creates: `POST /courses/{courseId}/bookings`. */
const hasBelow = ({ operations }: Contract, { path }: Operation): boolean =>
  operations.some((one) => one.method === 'POST' && one.path.startsWith(`${path}/{`) && !one.path.endsWith('}'));

/**
 * Members of a creation without which there is nothing of what other requests use up: a balance, a stock, free seats. Only where their default is zero,
 * or where they are required and bound what is created below; and where no `x-assay` says what is sent.
 */
export const suppliesIn = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly Supply[] =>
  contract.standard.size === 0 || !isCreation(contract, operation)
    ? []
    : members.flatMap((member) => {
        if (member.required) {
          const enough =
            bounding.has(wordsOf(member.name).at(-1) ?? '') && hasBelow(contract, operation) ? enoughOf(contract, member) : undefined;
          return enough === undefined ? [] : [{ member, plenty: enough }];
        }
        if (!usedUp.has(wordsOf(member.name).at(-1) ?? '')) return [];
        const plenty = plentyOf(contract, member);
        return plenty === undefined ? [] : [{ member, plenty }];
      });
