import type { StatusList } from '../../../contract/conventions.ts';
import { statusWords } from '../../../contract/conventions-at.ts';
import { bodyObject } from '../../../generators/body-object.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { at } from '../../kit/define.ts';
import { isClass, isReading, otherMistakes, withoutOtherReasons } from '../../kit/error-response.ts';
import { unreadable, withoutMember, withUnreadable } from '../../requests/mistaken-body.ts';
import {
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

/** What is promised for a mistake of form, where a success alone breaks it. */
const anyErrorResponse =
  (mistake: FormMistake) =>
  (subject: Mistaken): Documented => {
    const promise = requirementFor(subject, mistake);
    return { expected: withoutOtherReasons(promise), words: statusWords(promise), wrong: [] };
  };

/** The same where the status of another mistake breaks it too, unless a class of statuses is promised or the promise is a reading of ours. */
const exactErrorResponse =
  (mistake: FormMistake) =>
  (subject: Mistaken): Documented => {
    const promise = requirementFor(subject, mistake);
    const reported = anyErrorResponse(mistake)(subject);
    return isClass(promise) || isReading(promise) ? reported : { ...reported, wrong: otherMistakes(subject.operation, reported.expected) };
  };

const emptyObject = wrongAsWhole('empty-object', 'an object without members');

export const unparsableRefused = refused<MistakenBody>({
  id: 'body/unparsable-refused',
  title: 'A body that is no JSON is refused with the documented status',
  why: 'A request that was cut on its way must not be carried out by what is left of it.',
  fix: 'Parse the whole body before anything is done, and refuse what does not parse with the documented status.',
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
  title: 'A body without any member, and no body at all, is refused with the documented status',
  why: 'A client that forgot its body must learn so, and not get something made of defaults.',
  fix: 'Ask for every required member before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  over: (contract) => mistakenBodies(contract, 'missing').filter(({ operation }) => membersOf(contract, operation).length > 0),
  mistakes: [emptyObject, wrongAsWhole('empty', 'no body')],
  documented: exactErrorResponse('missing'),
  leavesErrors: true,
  code: 'empty-body',
});

export const emptyObjectRefused = refused<MistakenBody>({
  id: 'body/empty-object-refused',
  title: 'A body without any member is refused with the documented status',
  why: 'Something made of defaults alone is something nobody asked for.',
  fix: 'Ask for what a thing cannot be without before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  over: (contract) => mistakenBodies(contract, 'missing'),
  mistakes: [emptyObject],
  documented: exactErrorResponse('missing'),
  leavesErrors: true,
  code: 'empty-object',
});

export const missingMemberRefused = refused<MistakenMember>({
  id: 'body/missing-member-refused',
  title: 'A body without a required member is refused with the documented status',
  why: 'A default in place of what the caller forgot creates, and bills, something nobody asked for.',
  fix: 'Ask for every required member before anything is done, and refuse with the documented status.',
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
  title: 'A JSON body that is no object where one is documented is refused',
  why: 'A body of another kind holds none of the members that were asked for, so that whatever is done with it was asked by nobody.',
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
    wrongAsWhole('null', 'null as the body'),
  ],
  documented: anyErrorResponse('type'),
  code: 'not-an-object',
});

export const wrongTypeRefused = refused<MistakenMember>({
  id: 'body/wrong-type-refused',
  title: 'A member of another JSON type than documented is refused',
  why: 'A value that is turned into another type silently becomes something its caller never wrote.',
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
  why: 'None of them can be turned into a text that anybody meant; what is stored then is the word of some programming language.',
  fix: 'Check the type of each member before anything is done, and refuse with the documented status.',
  reads: 'refusals.type',
  over: (contract) =>
    mistakenMembers(contract, 'type', (...body) => membersOf(...body).filter(({ schema }) => typesOf(schema).join() === 'string')),
  mistakes: unreadable.map((value, turn) => ({
    request: (session, { operation, member }) => withUnreadable(session, operation, member.name, turn),
    words: ({ member }) => `"${member.name}" that is ${JSON.stringify(value)}`,
  })),
  documented: exactErrorResponse('type'),
  leavesErrors: true,
  code: 'unreadable-type',
});
