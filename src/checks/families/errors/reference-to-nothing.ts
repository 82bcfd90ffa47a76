import { isType, itemsOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt, withValueAt } from '../../../contract/pointer.ts';
import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { withWholeValue } from '../../../generators/around-held.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import { uuidFor } from '../../../generators/fresh-name.ts';
import { idLike } from '../../../generators/placeholder.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { unknownLike } from '../../../generators/unknown-id.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { type Reference, referencesIn } from '../../subjects/body-references.ts';
import { objectsIn } from '../../subjects/shown-resource.ts';
import { type ToldReferences, toldReferences } from '../../subjects/told-references.ts';
import { holdsValue, withValue } from '../../../model/request.ts';

type Tried = {
  /** JSON pointer into the body. */
  readonly member: string;
  readonly id: string;
  readonly answer: Exchange;
  /** The name of the type that the member names, where a placeholder shows it. */
  readonly type?: string;
  /** Does the answer show the id in that member: what is passed over names nothing. Only where the description of a member alone says what it takes. */
  readonly isShown?: boolean;
};

type Result = { readonly control: Exchange; readonly tried: readonly Tried[] };

/** Most members of one body that are tried. */
const mostMembers = 3;

/** The same creation with an id in one member that looks like the one that was accepted there, and names nothing. */
const withUnknown = async (
  session: Session,
  { operation }: ToldReferences,
  control: Exchange,
  { pointer, placeholder }: Reference,
): Promise<Tried | undefined> => {
  const { body } = control.request;
  const known = holdsValue(body) ? valueAt(wholeValue(body), pointer) : undefined;
  const alike = typeof known === 'string' || typeof known === 'number' ? String(known) : undefined;
  const id = alike && unknownLike(alike, (label, count) => session.hex(`${pointer}-${label}`, count));
  const base = withWholeValue(usableRequest(session, operation, `to-nothing${pointer.replaceAll('/', '-')}`));
  if (id === undefined || !holdsValue(base.body)) return undefined;
  const value = withValueAt(base.body.value, pointer, typeof known === 'number' ? Number(id) : idLike(placeholder, id));
  const answer = await session.send({ ...base, body: withValue(base.body, value), faults: ['value-unusable'] });
  return { member: pointer, id, answer, type: placeholder.resourceType };
};

/** An id of nothing, for a member of which nothing shows how its ids look; undefined where the schema takes none. */
const strangeId = (session: Session, { name, schema }: BodyMember): string | number | undefined => {
  const { document } = session.contract;
  const one = isType(document, schema, 'array') ? itemsOf(document, schema) : schema;
  const digits = session.hex(`stranger-${name}`, 10);
  const made = [`ct-${digits}`, uuidFor(session.fresh('stranger')), 1_000_000_000 + Number.parseInt(digits.slice(0, 7), 16)];
  const isUuid = partsOf(document, one).some(({ format }) => format === 'uuid');
  return made.slice(isUuid ? 1 : 0).find((value) => mayBeSent(document, one ?? true, value));
};

/** A creation that takes an id of nothing for what has to be there already. */
const withStranger = async (session: Session, { operation }: ToldReferences, member: BodyMember): Promise<Tried | undefined> => {
  const { name, schema } = member;
  const id = strangeId(session, member);
  const base = withWholeValue(usableRequest(session, operation, `to-stranger-${name}`));
  if (id === undefined || !holdsValue(base.body) || !isObject(base.body.value)) return undefined;
  const value = { ...base.body.value, [name]: isType(session.contract.document, schema, 'array') ? [id] : id };
  const answer = await session.send({ ...base, body: withValue(base.body, value), faults: ['value-unusable'] });
  const isShown = objectsIn(jsonOf(answer)).some(({ resource }) => [resource[name]].flat().some((one) => one === id));
  return { member: `/${name}`, id: String(id), answer, isShown };
};

export const referenceToNothingRefused = defineProbe<ToldReferences, Result | undefined>({
  id: 'errors/reference-to-nothing-refused',
  title: 'A creation that names what does not exist is refused, where the document says so',
  why: 'What refers to nothing breaks every list, total and report that follows the reference, long after the mistake.',
  fix: 'Look up what a body names before anything is stored, or let the store check foreign keys.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: toldReferences,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 5 * mostMembers + 4, creates: 2 * mostMembers + 3 }),
  async run(subject, session) {
    const { operation, told } = subject;
    const plan = withWholeValue(usableRequest(session, operation, 'to-nothing'));
    const references = referencesIn(holdsValue(plan.body) ? plan.body.value : undefined);
    const meant = references.filter(({ placeholder }) => told.has(placeholder.resourceType));
    if (meant.length === 0 && subject.ofOurs.length === 0) return undefined;
    const { exchange: control } = await session.run(created, { operation: operation.key });
    if (!isSuccess(control)) return { control, tried: [] };
    const tried: Tried[] = [];
    for (const reference of meant.slice(0, mostMembers)) {
      const one = await orSkipped(withUnknown(session, subject, control, reference));
      if (one !== undefined && !isSkipped(one)) tried.push(one);
    }
    const named = new Set(tried.map(({ member }) => member));
    for (const member of subject.ofOurs.filter(({ name }) => !named.has(`/${name}`)).slice(0, mostMembers)) {
      const one = await orSkipped(withStranger(session, subject, member));
      if (one !== undefined && !isSkipped(one)) tried.push(one);
    }
    return { control, tried };
  },
  judge({ operation, statuses }, result, { contract }) {
    if (!result) return inconclusive(`The body of ${operation.key} names nothing that the run creates`, []);
    const { control, tried } = result;
    if (!isSuccess(control)) return inconclusive(`The creation with own resources was answered ${outcomeOf(control)}`, [control]);
    // What is only taken on (RFC 9110, section 15.3.3) may still be refused.
    const accepted = tried.find(({ answer, isShown }) => isSuccess(answer) && statusOf(answer) !== 202 && isShown !== false);
    if (accepted) {
      const { member, id, answer } = accepted;
      const expected = `a refusal of ${operation.key} with "${id}" at ${member}, which names nothing`;
      return unconfirmed(
        fail({ code: 'reference-to-nothing', where: member, expected, actual: `status ${outcomeOf(answer)}` }, [answer, control]),
      );
    }
    // A status that the operation does not describe at all is no other reading of its sentence.
    const other = tried.find(({ answer, type = '' }) => {
      const [told, status] = [statuses.get(type), statusOf(answer) ?? 0];
      const isDescribed = [...operation.responses, ...contract.anywhere].some(
        (one) => one.status === String(status) || /^(?:4XX|default)$/iu.test(one.status),
      );
      return told !== undefined && status !== told && [400, 404, 409, 422].includes(status) && !isDescribed;
    });
    if (other) {
      const { member, id, answer, type = '' } = other;
      const expected = `status ${statuses.get(type) ?? ''} to "${id}" at ${member}, which names nothing`;
      return fail({ code: 'other-status-for-nothing', where: 'status', expected, actual: `status ${outcomeOf(answer)}` }, [
        answer,
        control,
      ]);
    }
    const refused = tried.filter(({ answer }) => [400, 403, 404, 409, 422].includes(statusOf(answer) ?? 0));
    return refused.length > 0 ? pass(refused.length) : inconclusive('No such creation was answered', [control]);
  },
});
