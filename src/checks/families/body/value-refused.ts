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

/** What is promised for a value that cannot be used. */
const errorResponseOfValue = ({ operation }: Mistaken): Documented => {
  const expected = errorResponseOf(operation, 'value');
  return { expected, wrong: otherMistakes(operation, expected) };
};

const unusableValue: Mistake<MistakenMember>['request'] = (session, { operation, member }) => withUnusableValue(session, operation, member);

/** Required members whose values are all listed, as text. */
const listedMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  membersOf(contract, operation).filter((member) => listedValues(member)?.every((value) => typeof value === 'string'));

export const unlistedValueRefused = refused<MistakenMember>({
  id: 'body/unlisted-value-refused',
  title: 'A value outside the documented list is refused with the documented status',
  why: 'A misspelt value that is accepted turns into something else than the caller meant, or fails long after the answer.',
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
  title: 'A complete body whose values cannot be used is refused with the documented status',
  why: 'Accepting it means a success that fails later, where nobody waits for the answer.',
  fix: 'Look every value up before the request is accepted, and refuse with the documented status.',
  reads: 'refusals.value',
  over: (contract) => mistakenBodies(contract, 'value').filter(({ operation }) => canBeSpoilt(contract, operation)),
  prerequisites: ({ operation }, around) => unusablePrerequisites(operation, around),
  mistakes: [
    {
      request: (session, { operation }) => withUnusableValues(session, operation),
      words: () => 'a complete body with values that cannot be used',
    },
  ],
  documented: errorResponseOfValue,
  code: 'unusable-values',
});

/** Members whose values are not listed and of which the contract tells one that cannot be used. */
const refusableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(
    (member) => listedValues(member) === undefined && (member.conventions.unusable !== undefined || undecodableText(member) !== undefined),
  );

export const unusableValueRefused = refused<MistakenMember>({
  id: 'body/unusable-value-refused',
  title: 'A value that names nothing, or is not in the documented encoding, is refused with the documented status',
  why: 'Accepting it means a success that fails later, where nobody waits for the answer.',
  fix: 'Look the value up, or decode it, before the request is accepted, and refuse with the documented status.',
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
    const expected = [...new Set([...errorResponseOf(operation, 'value'), ...(isEncoded ? formRefusals(operation) : [])])];
    // What takes the id of something that exists may answer that there is no such thing.
    const lost = namesSomething(member) || isEncoded ? [] : [404];
    return { expected, wrong: [...otherMistakes(operation, expected), ...lost] };
  },
  code: 'unusable-value',
});

/** A text in the wrong encoding is malformed as much as unusable: a refusal of its form is as good. */
const formRefusals = (operation: Operation): number[] => [
  ...new Set([400, ...errorResponseOf(operation, 'unparsable'), ...errorResponseOf(operation, 'type')]),
];

/** Members for which the operator can name a value that the account may not use. */
const blockableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions }) => conventions.blocked !== undefined);

export const blockedValueRefused = refused<MistakenMember>({
  id: 'body/blocked-value-refused',
  title: 'A value that exists and that the account may not use is refused as forbidden',
  why: 'A client that is told the value is unknown looks for a typing error; one that is served has passed a wall.',
  fix: 'Keep what exists apart from what the account may use, and answer the status for what is forbidden.',
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
