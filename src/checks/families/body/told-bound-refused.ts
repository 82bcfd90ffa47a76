import { itemsOf } from '../../../contract/infer/schema-parts.ts';
import type { Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { simplestValue } from '../../../generators/simplest-value.ts';
import type { Session } from '../../kit/session.ts';
import type { Side } from '../../../contract/infer/told-bounds.ts';
import { outOfBound } from '../../../generators/out-of-bound.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { NotTried } from '../../kit/define.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { putBack, usualAt, withInnerValue, withObjectAt } from '../../subjects/body-places.ts';
import { type Bounded, toldBounds } from '../../subjects/told-bounds.ts';
import type { Mistake } from './mistake.ts';
import { refused } from './refused.ts';
import { holdsValue } from '../../../model/request.ts';

/** What breaks a bound, in words. */
const sides: Readonly<Record<Side, string>> = {
  after: 'before',
  'not-before': 'before',
  before: 'after',
  'not-after': 'after',
  'other-than': 'the same as',
  'no-farther': 'too long after',
  'no-nearer': 'too soon after',
};

/** A value on the wrong side of its bound, or one that is equal to it. */
const mistake = (isEqual: boolean): Mistake<Bounded> => ({
  request(session, subject) {
    const { operation, inside, schema, members, span, bound } = subject;
    const { document } = session.contract;
    const purpose = `bound-${inside ?? ''}-${bound.member}-${isEqual ? 'equal' : bound.side}`;
    const request = usableRequest(session, operation, purpose);
    const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    const held = usualAt({ inside }, value);
    const isRight = held !== undefined && (inside === undefined || mayBeSent(document, schema, held));
    // What the body lacks, or is another alternative in it, is made as simple as it may be.
    const usual = isRight ? held : simplest(session, schema, inside, purpose);
    // A member of an object in the body stands beside the others for that.
    const names = [bound.member, bound.other ?? ''];
    const flat = names.reduce<ReturnType<typeof withInnerValue>>((all, name) => all && withInnerValue(all, name), usual);
    const broken = flat && outOfBound({ document, members, bound, span, isEqual, now: session.now() }, flat);
    const wrong = broken && names.reduce(putBack, broken);
    if (wrong === undefined)
      throw new NotTried('not-applicable', `No value of ${operation.key} breaks only this: ${words(subject, isEqual)}`);
    const isList = inside !== undefined && itemsOf(document, memberOf(session, operation, inside)) !== undefined;
    const body = askedBody(operation, withObjectAt({ inside }, value, wrong, isList));
    return { ...request, body, faults: ['value-unusable'] };
  },
  words: (subject) => words(subject, isEqual),
});

/** The schema of a member of a body. */
const memberOf = ({ contract }: Session, operation: Operation, name: string): Schema =>
  bodyMembers(contract, operation).find((one) => one.name === name)?.schema ?? true;

const simplest = (
  session: Session,
  schema: Schema,
  inside: string | undefined,
  purpose: string,
): Readonly<Record<string, unknown>> | undefined => {
  const made = simplestValue({ document: session.contract.document, fresh: freshFor(session, purpose) }, schema, inside);
  return made.kind === 'value' && isObject(made.value) ? made.value : undefined;
};

const words = ({ inside, bound: { member, side, other } }: Bounded, isEqual: boolean): string =>
  `"${inside === undefined ? '' : `${inside}/`}${member}" ${isEqual ? 'equal to' : sides[side]} ${other === null ? 'the present' : `"${other}"`}`;

const [outside, equal] = [mistake(false), mistake(true)];

/** Statuses that refuse a value for what it is beside another one (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
const expected = [400, 409, 422];

export const toldBoundRefused = refused<Bounded>({
  id: 'body/told-bound-refused',
  title: 'A value on the wrong side of another one, or of the present, is refused, where the document says on which side it lies',
  why: 'A period that ends before it begins is stored, and everything that counts its days is wrong from then on.',
  fix: 'Compare the two values, and those that have to lie ahead or behind with the clock, before anything is done.',
  over: (contract) => toldBounds(contract),
  mistakes: ({ bound }) => (bound.isStrict === true ? [outside, equal] : [outside]),
  documented: () => ({ expected, words: '400, 409 or 422', wrong: [] }),
  leavesErrors: true,
  code: 'told-bound',
});
