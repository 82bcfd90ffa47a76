import { statuses } from '../../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { undecodableText } from '../../../generators/undecodable.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import { otherMistakes } from '../../kit/error-response.ts';
import { withBlockedValue, withUnusableValue, withUnusableValues } from '../../requests/mistaken-body.ts';
import {
  membersAmong,
  membersOf,
  type MistakenBody,
  mistakenBodies,
  type MistakenMember,
  mistakenMembers,
  namesSomething,
  errorResponseOf,
} from '../../subjects/mistaken-bodies.ts';
import { canBeSpoilt, unusablePrerequisites } from '../../subjects/unusable-prerequisites.ts';
import { type Mistake, type Mistaken, mistakePrerequisites } from './mistake.ts';
import { type Documented, refused } from './refused.ts';

/** The documented error response to an unusable value. */
const errorResponseOfValue = ({ operation }: Mistaken): Documented => {
  const expected = errorResponseOf(operation, 'value');
  return { expected, wrong: otherMistakes(operation, expected) };
};

const unusableValue: Mistake<MistakenMember>['request'] = (session, { operation, member }) => withUnusableValue(session, operation, member);

/** Required members that take only listed texts. */
const listedMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  membersOf(contract, operation).filter((member) => listedValues(member)?.every((value) => typeof value === 'string'));

export const unlistedValueRefused = refused<MistakenMember>({
  id: 'body/unlisted-value-refused',
  title: 'A value outside the documented list is refused with the documented status',
  why: 'A misspelt value that is accepted has an unintended effect, or fails long after the answer.',
  fix: 'Compare the value with the list before anything is done, and refuse with the documented status.',
  reads: 'refusals.value',
  over: (contract) => mistakenMembers(contract, 'value', listedMembers),
  mistakes: [
    {
      request: unusableValue,
      words: ({ member }) =>
        `"${member.name}" with ${JSON.stringify(unlistedValue(member))}, which is none of ${JSON.stringify(listedValues(member))}`,
    },
  ],
  documented: errorResponseOfValue,
  code: 'unlisted-value',
});

export const unusableValuesRefused = refused<MistakenBody>({
  id: 'body/unusable-values-refused',
  title: 'A complete body with unusable values is refused with the documented status',
  why: 'If it is accepted, the work fails later, when nobody waits for the answer.',
  fix: 'Look up every value before the request is accepted, and refuse with the documented status.',
  reads: 'refusals.value',
  over: (contract) => mistakenBodies(contract, 'value').filter(({ operation }) => canBeSpoilt(contract, operation)),
  prerequisites: ({ operation }, around) => unusablePrerequisites(operation, around),
  mistakes: [
    {
      request: (session, { operation }) => withUnusableValues(session, operation),
      words: () => 'a complete body with unusable values',
    },
  ],
  documented: errorResponseOfValue,
  code: 'unusable-values',
});

/** Members without listed values, for which the contract gives an unusable value. */
const refusableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(
    (member) => listedValues(member) === undefined && (member.conventions.unusable !== undefined || undecodableText(member) !== undefined),
  );

export const unusableValueRefused = refused<MistakenMember>({
  id: 'body/unusable-value-refused',
  title: 'An unknown reference, or a value outside the documented encoding, is refused with the documented status',
  why: 'If it is accepted, the work fails later, when nobody waits for the answer.',
  fix: 'Look up or decode the value before the request is accepted, and refuse with the documented status.',
  reads: 'refusals.value',
  over: (contract) => mistakenMembers(contract, 'value', refusableMembers),
  mistakes: [
    {
      request: unusableValue,
      words({ member }) {
        const encoded = undecodableText(member);
        return encoded === undefined
          ? `"${member.name}" like ${JSON.stringify(unlistedValue(member))}`
          : `"${member.name}" with ${encoded}`;
      },
    },
  ],
  documented({ operation, member }) {
    const isEncoded = undecodableText(member) !== undefined;
    const expected = [...new Set([...errorResponseOf(operation, 'value'), ...(isEncoded ? formErrors(operation) : [])])];
    // For an unknown id a 404 is legitimate.
    const lost = namesSomething(member) || isEncoded ? [] : [404];
    return { expected, wrong: [...otherMistakes(operation, expected), ...lost] };
  },
  code: 'unusable-value',
});

/** Statuses for a malformed value. A text in the wrong encoding is malformed as well as unusable, so these are accepted too. */
const formErrors = (operation: Operation): number[] => [
  ...new Set([400, ...errorResponseOf(operation, 'unparsable'), ...errorResponseOf(operation, 'type')]),
];

/** Members for which the operator can name a value that the account may not use. */
const blockableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions }) => conventions.blocked !== undefined);

export const blockedValueRefused = refused<MistakenMember>({
  id: 'body/blocked-value-refused',
  title: 'An existing value that the account may not use is refused as forbidden',
  why: 'If the value is reported as unknown, clients look for a typing error; if it is accepted, they exceed their rights.',
  fix: 'Distinguish whether the value exists from whether the account may use it, and answer the status for forbidden access.',
  reads: 'auth.forbidden',
  over: (contract) =>
    membersAmong(
      contract,
      contract.operations.filter(({ conventions }) => statuses(conventions.auth?.forbidden).length > 0),
      blockableMembers,
    ),
  prerequisites: (subject, around) => [
    ...mistakePrerequisites(subject, around),
    { kind: 'fixture', name: subject.member.conventions.blocked ?? '' },
  ],
  mistakes: [
    {
      request: (session, { operation, member }) => withBlockedValue(session, operation, member),
      words: ({ member }) => `a "${member.name}" that the account may not use`,
    },
  ],
  documented({ operation }) {
    const expected = statuses(operation.conventions.auth?.forbidden);
    return { expected, wrong: [400, 422].filter((status) => !expected.includes(status)) };
  },
  code: 'blocked-value',
});
