import type { Operation } from '../../../contract/model.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { ProbePrerequisite, Subject, Surroundings } from '../../kit/define.ts';
import { bodyPrerequisitesWithout, prerequisitesFor, permissionsFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { type BodyMistake, withMistakenBody, withOtherType } from '../../requests/mistaken-body.ts';
import type { MistakenBody, MistakenMember } from '../../subjects/mistaken-bodies.ts';

/** Where a mistake is put: into a body as a whole, or into one member of it. */
export type Mistaken = Subject & { readonly operation: Operation; readonly member?: BodyMember };

/** One mistake in a body. */
export type Mistake<S extends Mistaken> = {
  /** The request that makes it and no other. */
  request(session: Session, subject: S): PlannedRequest;
  /** The mistake in a phrase: `a body without "name"`. */
  words(subject: S): string;
};

/** Where in the request a mistake is. */
export const whereOf = ({ member }: Mistaken): string => (member ? `request body /${member.name}` : 'request body');

/** What a request with a mistake takes: of the operator, only what the rest of it needs. */
export const mistakePrerequisites = ({ operation, member }: Mistaken, around: Surroundings): readonly ProbePrerequisite[] =>
  member
    ? [...permissionsFor(operation), ...bodyPrerequisitesWithout(operation, around, member.name)]
    : prerequisitesFor(operation, around, { body: { kind: 'json', value: {} } });

/** A body that is wrong as a whole. */
export const wrongAsWhole = (mistake: BodyMistake, words: string): Mistake<MistakenBody> => ({
  request: (session, { operation }) => withMistakenBody(session, operation, mistake),
  words: () => words,
});

/** JSON that ends in the middle. */
export const cutOff = wrongAsWhole('cut-off', 'JSON that is cut off');

/** One member whose value has another JSON type than the contract says. */
export const otherType: Mistake<MistakenMember> = {
  request: (session, { operation, member }) => withOtherType(session, operation, member),
  words: ({ member }) => `"${member.name}" of another type`,
};
