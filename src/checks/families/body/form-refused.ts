import type { StatusList } from '../../../contract/conventions.ts';
import { statusWords } from '../../../contract/conventions-at.ts';
import { bodyObject } from '../../../generators/body-object.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { at } from '../../kit/define.ts';
import { isClass, isReading, otherMistakes, withoutOtherReasons } from '../../kit/error-response.ts';
import { unreadable, withMistakenBody, withoutMember, withUnreadable } from '../../requests/mistaken-body.ts';
import {
  demandedBodies,
  membersOf,
  type MistakenBody,
  mistakenBodies,
  type MistakenMember,
  mistakenMembers,
  typedMembers,
} from '../../subjects/mistaken-bodies.ts';
import { cutOff, type Mistaken, otherType, wrongAsWhole } from './mistake.ts';
import { type Documented, refused } from './refused.ts';

type FormMistake = 'unparsable' | 'missing' | 'type';

const requirementFor = ({ operation }: Mistaken, mistake: FormMistake): StatusList | undefined => operation.conventions.refusals?.[mistake];

/** The required error response to a mistake of form. Only a success breaks the requirement. */
const anyErrorResponse =
  (mistake: FormMistake) =>
  (subject: Mistaken): Documented => {
    const requirement = requirementFor(subject, mistake);
    return { expected: withoutOtherReasons(requirement), words: statusWords(requirement), wrong: [] };
  };

/**
 * The required error response to a mistake of form. The status of another mistake breaks the requirement too, unless the contract names a class
 * of statuses or the requirement is only our reading of the documentation.
 */
const exactErrorResponse =
  (mistake: FormMistake) =>
  (subject: Mistaken): Documented => {
    const requirement = requirementFor(subject, mistake);
    const documented = anyErrorResponse(mistake)(subject);
    if (isClass(requirement) || isReading(requirement)) return documented;
    return { ...documented, wrong: otherMistakes(subject.operation, documented.expected) };
  };

const emptyObject = wrongAsWhole('empty-object', 'an object without members');

export const unparsableRefused = refused<MistakenBody>({
  id: 'body/unparsable-refused',
  title: 'A body that is not JSON is refused with the documented status',
  why: 'A request that was truncated on its way must not be carried out with the rest of its body.',
  fix: 'Parse the whole body before anything is done, and refuse an invalid one with the documented status.',
  reads: 'refusals.unparsable',
  over: (contract) => mistakenBodies(contract, 'unparsable'),
  mistakes: [cutOff],
  documented: (subject) => ({
    ...exactErrorResponse('unparsable')(subject),
    redirect: isClass(requirementFor(subject, 'unparsable')),
  }),
  leavesErrors: true,
  code: 'unparsable-body',
});

export const emptyRefused = refused<MistakenBody>({
  id: 'body/empty-refused',
  title: 'An empty object, or no body at all, is refused with the documented status',
  why: 'A client that forgot its body needs an error, not a resource made of defaults.',
  fix: 'Check for every required member before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  over: (contract) => mistakenBodies(contract, 'missing').filter(({ operation }) => membersOf(contract, operation).length > 0),
  mistakes: [emptyObject, wrongAsWhole('empty', 'no body')],
  documented: exactErrorResponse('missing'),
  leavesErrors: true,
  code: 'empty-body',
});

export const emptyObjectRefused = refused<MistakenBody>({
  id: 'body/empty-object-refused',
  title: 'An empty object as the body is refused with the documented status',
  why: 'Nobody asked for a resource that is made only of defaults.',
  fix: 'Check for the members that a resource needs before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  over: (contract) => mistakenBodies(contract, 'missing'),
  mistakes: [emptyObject],
  documented: exactErrorResponse('missing'),
  leavesErrors: true,
  code: 'empty-object',
});

export const absentRefused = refused<MistakenBody>({
  id: 'body/absent-refused',
  title: 'A request without the body that it requires is refused, also where no member of it is required',
  why: 'A change whose body was lost on its way is answered as if it had been made, and nobody notices.',
  fix: 'Refuse a request without a body before anything is done, or document the body as optional.',
  over: demandedBodies,
  mistakes: [wrongAsWhole('empty', 'no body')],
  documented: anyErrorResponse('missing'),
  leavesErrors: true,
  code: 'absent-body',
});

export const missingMemberRefused = refused<MistakenMember>({
  id: 'body/missing-member-refused',
  title: 'A body without a required member is refused with the documented status',
  why: 'A default for a forgotten member creates, and bills, a resource that nobody asked for.',
  fix: 'Check for every required member before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  over: (contract) => mistakenMembers(contract, 'missing', membersOf),
  mistakes: [
    {
      request: (session, { operation, member }) => withoutMember(session, operation, member.name),
      words: ({ member }) => `a body without "${member.name}"`,
    },
  ],
  documented: exactErrorResponse('missing'),
  leavesErrors: true,
  code: 'missing-member',
});

export const notAnObjectRefused = refused<MistakenBody>({
  id: 'body/not-an-object-refused',
  title: 'A JSON body that is not an object is refused where an object is documented',
  why: 'A body of another type contains no documented member, so nobody asked for whatever is done with it.',
  fix: 'Check that the body is an object before its members are read, and refuse with a documented status.',
  reads: 'refusals.type',
  over: (contract) =>
    mistakenBodies(contract, 'type').flatMap(({ operation }) => {
      const location = bodyObject(contract, operation);
      return location ? [at(location, { operation })] : [];
    }),
  mistakes: [
    wrongAsWhole('array', 'an empty array as the body'),
    wrongAsWhole('text', 'a text as the body'),
    // Where the body may be left out, null is none.
    {
      request: (session, subject) =>
        withMistakenBody(session, subject.operation, subject.operation.body?.required === true ? 'null' : 'text'),
      words: ({ operation }) => (operation.body?.required === true ? 'null as the body' : 'a text as the body'),
    },
  ],
  documented: anyErrorResponse('type'),
  code: 'not-an-object',
});

export const wrongTypeRefused = refused<MistakenMember>({
  id: 'body/wrong-type-refused',
  title: 'A member of another JSON type than documented is refused',
  why: 'A value that is converted silently becomes one that its caller never wrote.',
  fix: 'Check the type of each member before anything is done, and refuse with a documented status.',
  reads: 'refusals.type',
  over: (contract) => mistakenMembers(contract, 'type', typedMembers),
  mistakes: [otherType],
  documented: anyErrorResponse('type'),
  leavesErrors: true,
  code: 'wrong-type',
});

export const unreadableTypeRefused = refused<MistakenMember>({
  id: 'body/unreadable-type-refused',
  title: 'Null, an object or a list in place of a required text is refused with the documented status',
  why: 'None of them has a meaningful text form; the service would store a word of its programming language.',
  fix: 'Check the type of each member before anything is done, and refuse with the documented status.',
  reads: 'refusals.type',
  over: (contract) =>
    mistakenMembers(contract, 'type', (...body) =>
      membersOf(...body).filter(({ schema, inForm }) => typesOf(schema).join() === 'string' && !inForm),
    ),
  mistakes: unreadable.map((value, turn) => ({
    request: (session, { operation, member }) => withUnreadable(session, operation, member.name, turn),
    words: ({ member }) => `"${member.name}" that is ${JSON.stringify(value)}`,
  })),
  documented: exactErrorResponse('type'),
  leavesErrors: true,
  code: 'unreadable-type',
});
