import { itemsOf } from '../../../contract/held.ts';
import { listedOfKind } from '../../../contract/infer/listed-with.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { withReferences } from '../../../generators/referred.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { isSettable, tellingValue } from '../../../generators/whole-body.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { plainRead } from '../calls/reads.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, makingFor } from '../../requests/usable-request.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { idOfCaller } from '../credentials/ids-of-callers.ts';
import type { Life } from '../../subjects/lives.ts';
import { isOutOfUse } from '../../subjects/out-of-use.ts';
import { namesPerson } from '../../subjects/person-names.ts';
import { readsOfSelf } from '../../subjects/reads-of-self.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** The id of the first person in the list that a member refers to who is in use; only with the permission for naming what the run did not create. */
const idOfListed = async (session: Session, operation: Operation, name: string): Promise<string | number | undefined> => {
  const { contract, target } = session;
  const list = target.allow.includes('destructive') ? referenceAt(contract, operation, [name])?.list : undefined;
  const collection = list && collectionAt(contract, list.read.key);
  if (!list || !collection) return undefined;
  const page = await orSkipped(session.run(plainRead, { operation: list.read.key }));
  const items = isSkipped(page) ? [] : (itemsOf(collection, page) ?? []);
  const ids = items.filter((item) => !isOutOfUse(item)).map((item) => valueAt(item, list.pointer));
  return ids.find((id): id is string | number => typeof id === 'number' || (typeof id === 'string' && id !== ''));
};

/** Stands for what a member refers to by its id: a resource of the run, or one that a list shows; undefined where it refers to nothing that can be named. */
const referredTo = (session: Session, operation: Operation, { name, schema }: BodyMember): unknown => {
  if (!['id', 'uuid'].includes(wordsOf(name).at(-1) ?? '')) return undefined;
  const isNumber = typesOf(resolvedSchema(session.contract.document, schema)).includes('integer');
  const otherwise = isNumber ? 1 : freshFor(session, 'needed')(name);
  const { value } = withReferences(operation, { [name]: otherwise }, makingFor(session, 'needed'));
  const found = isObject(value) ? value[name] : undefined;
  return found === otherwise ? undefined : found;
};

/**
 * Values for the members that a resource needs before it comes to some of its states, as far as an operation can set them: for a person the caller, and where no read
 * is there to show that, one of a list.
 */
const neededValues = async (session: Session, { needed }: Life, operation: Operation): Promise<Resource> => {
  const { contract } = session;
  const names = new Set(needed.flatMap(({ member, isZero }) => (isZero ? [] : [member])));
  const values: [string, unknown][] = [];
  for (const member of bodyMembers(contract, operation)) {
    const { name, schema, required } = member;
    if (!names.has(name) || required) continue;
    // A run names itself where it can: others would be told.
    const isKnown = readsOfSelf(contract).length > 0;
    // The caller may be none of those that the member asks for.
    const isOfKind = session.target.allow.includes('destructive') && listedOfKind(contract, name) !== undefined;
    const value =
      namesPerson(name) && !isOfKind
        ? await (isKnown ? session.run(idOfCaller, { name: 'key' }) : idOfListed(session, operation, name))
        : isSettable({ name, required, schema })
          ? tellingValue(contract.document, schema, freshFor(session, 'needed'), name)
          : referredTo(session, operation, member);
    if (value !== undefined) values.push([name, value]);
  }
  return Object.fromEntries(values);
};

/** A creation that sets what the resource needs before it comes to some of its states. */
export const withNeededValues = async (session: Session, life: Life, request: PlannedRequest): Promise<PlannedRequest> => {
  const { create } = life.type;
  const { body } = request;
  if (life.needed.length === 0 || !holdsValue(body) || !isObject(body.value)) return request;
  const given = body.value;
  const values = Object.entries(await neededValues(session, life, create)).filter(([name]) => (given[name] ?? null) === null);
  return values.length === 0 ? request : { ...request, body: askedBody(create, { ...given, ...Object.fromEntries(values) }) };
};
