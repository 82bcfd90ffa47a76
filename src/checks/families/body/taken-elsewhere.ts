import { isDeepStrictEqual } from 'node:util';
import { coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import type { Session } from '../../kit/session.ts';
import { isSame } from '../../subjects/same-value.ts';
import { type UniqueBeyond, uniqueBeyond } from '../../subjects/unique-beyond.ts';
import { holdsValue } from '../../../model/request.ts';

type Result = {
  /** A creation below one resource; undefined where the run has none of its own. */
  readonly first: Exchange | undefined;
  /** One below another resource with the same value; undefined where the first was refused. */
  readonly second: Exchange | undefined;
};

const bodyOf = ({ request: { body } }: Exchange): Readonly<Record<string, unknown>> =>
  holdsValue(body) && isObject(body.value) ? body.value : {};

/** Values of the path of a creation: a resource that the run creates for that alone; undefined where it creates none. */
const ownParent = async (session: Session, operation: Operation, turn: string): Promise<Readonly<Record<string, string>> | undefined> => {
  const { contract } = session;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1);
  const parent = covering && inferredNamed(contract, covering.resourceType.name);
  if (!parent) return undefined;
  const made = await session.run(inferredResource, { resourceType: parent.name, use: 'spare', for: operation.key, turn });
  return inPath(operation.path, valuesAlong(itemOf(parent).path, made));
};

export const takenElsewhere = defineProbe<UniqueBeyond, Result>({
  id: 'body/taken-elsewhere-refused',
  title: 'A unique value is refused below another resource too, where the document says that it is unique in all',
  why: 'Two machines with one serial number are one machine for whoever looks it up.',
  fix: 'Compare unique values with everything that the account has, and not only with what is below the same resource.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: uniqueBeyond,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 20, creates: 6 }),
  async run({ operation, unique }, session) {
    // A shared resource may have as many as it takes, so that both are below resources of their own.
    const here = await ownParent(session, operation, 'taken-here');
    if (!here) return { first: undefined, second: undefined };
    const first = await session.send(usableRequest(session, operation, 'taken-here', { pathValues: here }));
    const elsewhere = isSuccess(first) ? await ownParent(session, operation, 'taken-elsewhere') : undefined;
    const other = elsewhere && usableRequest(session, operation, 'taken-elsewhere', { pathValues: elsewhere });
    const base = holdsValue(other?.body) && isObject(other.body.value) ? other.body.value : undefined;
    if (!other || !base) return { first, second: undefined };
    const values = Object.fromEntries(unique.map((name) => [name, bodyOf(first)[name]]));
    return { first, second: await session.send({ ...other, body: askedBody(operation, { ...base, ...values }) }) };
  },
  judge({ unique }, { first, second }) {
    if (!first) return inconclusive('The run has no resource of its own below which two could be created', []);
    if (!second) return inconclusive(`The first creation was answered ${outcomeOf(first)}`, [first]);
    const isAsMeant =
      !isDeepStrictEqual(first.request.pathValues, second.request.pathValues) &&
      unique.every((name) => bodyOf(first)[name] !== undefined && isSame(bodyOf(first)[name], bodyOf(second)[name]));
    if (!isAsMeant) return inconclusive('No two were asked for below different resources with one value', [second, first]);
    if ([400, 409, 422].includes(statusOf(second) ?? 0)) return pass(1);
    if (!isSuccess(second) || statusOf(second) === 202)
      return inconclusive(`The second creation was answered ${outcomeOf(second)}`, [second, first]);
    const expected = `409, because ${unique.map((name) => `"${name}"`).join(' and ')} is taken below another resource`;
    return unconfirmed(
      fail({ code: 'taken-elsewhere-accepted', where: 'request body', expected, actual: outcomeOf(second) }, [second, first]),
    );
  },
});
