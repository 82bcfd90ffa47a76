import type { Operation } from '../../../contract/model.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { ProbePrerequisite, Subject, Surroundings } from '../../kit/define.ts';
import { bodyPrerequisitesWithout, prerequisitesFor, permissionsFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { type BodyMistake, withMistakenBody, withOtherType } from '../../requests/mistaken-body.ts';
import type { MistakenBody, MistakenMember } from '../../subjects/mistaken-bodies.ts';

/** Where the mistake is: in the body as a whole, or in one member. */
export type Mistaken = Subject & { readonly operation: Operation; readonly member?: BodyMember };

/** One mistake in a body. */
export type Mistake<S extends Mistaken> = {
  /** The request with this mistake and no other. */
  request(session: Session, subject: S): PlannedRequest;
  /** The mistake as a phrase: `a body without "name"`. */
  words(subject: S): string;
};

/** The location of a mistake in the request, as text. */
export const whereOf = ({ member }: Mistaken): string => (member ? `request body /${member.name}` : 'request body');

/** The prerequisites of a request with a mistake. The mistaken member itself needs none. */
export const mistakePrerequisites = ({ operation, member }: Mistaken, around: Surroundings): readonly ProbePrerequisite[] =>
  member
    ? [...permissionsFor(operation), ...bodyPrerequisitesWithout(operation, around, member.name)]
    : prerequisitesFor(operation, around, { body: { kind: 'json', value: {} } });

/** A body that is wrong as a whole. */
export const wrongAsWhole = (mistake: BodyMistake, words: string): Mistake<MistakenBody> => ({
  request: (session, { operation }) => withMistakenBody(session, operation, mistake),
  words: () => words,
});

/** Truncated JSON. */
export const cutOff = wrongAsWhole('cut-off', 'truncated JSON');

/** A member whose value has another JSON type than documented. */
export const otherType: Mistake<MistakenMember> = {
  request: (session, { operation, member }) => withOtherType(session, operation, member),
  words: ({ member }) => `"${member.name}" of another type`,
};
