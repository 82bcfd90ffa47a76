import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { withWholeValue } from '../../../generators/around-held.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { type ProbePrerequisite, type Surroundings, Undecidable } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { type BodyMistake, withMistakenBody, withOtherType, withUnusableValue } from '../../requests/mistaken-body.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { membersOf, typedMembers } from '../../subjects/mistaken-bodies.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { creationsToAsk } from '../../subjects/surveyed.ts';
import { askEach, defineSurvey } from './survey-probe.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

const complete = ({ operation }: JudgedOperation, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around);

/** A creation with a mistake: whoever accepts it creates something. */
const mistaken = { changes: true, over: creationsToAsk, prerequisites: complete, creates: 1 } as const;

/** A body that is wrong as a whole needs no value that only the operator has. */
const asWhole = (mistake: BodyMistake) => ({
  ...mistaken,
  prerequisites: ({ operation }: JudgedOperation, around: Surroundings) =>
    prerequisitesFor(operation, around, { body: { kind: 'json', value: {} } }),
  ask: async ({ operation }: JudgedOperation, session: Session) => askEach(session, [withMistakenBody(session, operation, mistake)]),
});

export const bodyUnparsable = defineSurvey<JudgedOperation>({
  ...asWhole('cut-off'),
  situation: 'body-unparsable',
  title: 'The answer to a body that is not JSON is recorded',
});

export const bodyEmpty = defineSurvey<JudgedOperation>({
  ...asWhole('empty'),
  situation: 'body-empty',
  title: 'The answer to an empty body is recorded',
});

export const bodyNoObject = defineSurvey<JudgedOperation>({
  ...asWhole('array'),
  situation: 'body-no-object',
  title: 'The answer to a body of JSON that is no object is recorded',
});

export const memberMissing = defineSurvey<JudgedOperation>({
  ...asWhole('empty-object'),
  situation: 'member-missing',
  title: 'The answer to a body without its required members is recorded',
  over: (contract) => creationsToAsk(contract).filter(({ operation }) => membersOf(contract, operation).length > 0),
});

/** A creation with a member of its body. */
type AtMember = JudgedOperation & { readonly member: BodyMember };

/** Creations with the first member that a function picks; required ones go first, as a server may pass over others. */
const withMember = (contract: Contract, members: (contract: Contract, operation: Operation) => readonly BodyMember[]): AtMember[] =>
  creationsToAsk(contract).flatMap((creation) => {
    const [member] = members(contract, creation.operation).toSorted((a, b) => Number(b.required) - Number(a.required));
    return member === undefined ? [] : [{ ...creation, member }];
  });

export const memberType = defineSurvey<AtMember>({
  ...mistaken,
  situation: 'member-type',
  title: 'The answer to a member of another type is recorded',
  over: (contract) => withMember(contract, typedMembers),
  ask: async ({ operation, member }, session) => askEach(session, [withOtherType(session, operation, member)]),
});

/** Members for which a value is known that the service cannot use: it is not listed, or names nothing. */
const valuedMembers = (contract: Contract, operation: Operation): readonly BodyMember[] =>
  bodyMembers(contract, operation).filter(
    (member) =>
      member.conventions.unusable !== undefined ||
      member.conventions.fixture !== undefined ||
      listedValues(member)?.every((value) => typeof value === 'string') === true,
  );

export const memberValue = defineSurvey<AtMember>({
  ...mistaken,
  situation: 'member-value',
  title: 'The answer to a value that is not listed, or names nothing, is recorded',
  over: (contract) => withMember(contract, valuedMembers),
  ask: async ({ operation, member }, session) => askEach(session, [withUnusableValue(session, operation, member)]),
});

/** The smallest body, declared as plain text. */
const asPlainText = (session: Session, operation: Operation): PlannedRequest => {
  const request = withWholeValue(requestAsSet(session, { operation: operation.key, settings: [], purpose: 'plain-text' }));
  const value: unknown = holdsValue(request.body) ? request.body.value : {};
  return { ...request, body: { kind: 'text', text: JSON.stringify(value), mediaType: 'text/plain' } };
};

/** Does an operation take no text besides JSON, by its document. */
const takesNoText = ({ body }: Operation): boolean =>
  jsonContent(body?.content ?? []) !== undefined && !(body?.content ?? []).some(({ mediaType }) => /^(?:text|\*)\//u.test(mediaType));

export const mediaTypeAsked = defineSurvey<JudgedOperation>({
  ...mistaken,
  situation: 'media-type',
  title: 'The answer to JSON that is declared as plain text is recorded',
  over: (contract) => creationsToAsk(contract).filter(({ operation }) => takesNoText(operation)),
  // A server may take it or not, so that it is no fault.
  ask: async ({ operation }, session) => askEach(session, [asPlainText(session, operation)]),
});

export const duplicateAsked = defineSurvey<JudgedOperation>({
  ...mistaken,
  situation: 'duplicate',
  title: 'The answer to the same creation once more is recorded',
  over: (contract) => creationsToAsk(contract).filter(({ operation }) => operation.effect !== 'asks' && operation.issues !== true),
  requests: 20,
  creates: 2,
  async ask({ operation }, session) {
    const { exchange: first } = await session.run(created, { operation: operation.key });
    if (!isSuccess(first)) throw new Undecidable(`The creation was answered ${outcomeOf(first)}`, [first]);
    return [await session.send({ ...first.request, faults: ['duplicate'] })];
  },
});
