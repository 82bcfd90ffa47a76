import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { inPath, isSamePath } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, isObject, tokensOf, valueAt, withValueAt } from '../../../contract/pointer.ts';
import { withWholeValue } from '../../../generators/around-held.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { idLike } from '../../../generators/placeholder.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue, withValue } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type ProbePrerequisite, type Subject, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { createTheirs, mostTheirs, type Removing } from '../../scenarios/lifecycle/theirs.ts';
import { saysApart } from '../../subjects/accounts-apart.ts';
import { type Reference, referencesIn } from '../../subjects/body-references.ts';
import { readOfOne } from '../../subjects/own-resources.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A creation or a change whose body may name resources, or a PUT whose path links one, in an API that says that those of other accounts are as if there were none. */
type Naming = Subject & {
  readonly operation: Operation;
  /** Does it change what the run created. */
  readonly isChange: boolean;
};

/** The changes of what a type creates that have a body. */
const changesOf = ({ operations }: Contract, type: AnyInferred): readonly Operation[] =>
  operations.filter(
    ({ key, method, patches, path, effect, unsupported, secured, takesKey, body }) =>
      ['PATCH', 'PUT'].includes(actsAs({ method, patches })) &&
      effect === 'changes' &&
      unsupported === undefined &&
      secured &&
      takesKey &&
      body !== undefined &&
      key !== type.create.key &&
      isSamePath(path, itemOf(type).path),
  );

const naming = (contract: Contract): readonly Naming[] =>
  contract.conventions.auth?.foreign?.['x-inferred'] === true && saysApart(contract)
    ? [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((one) => {
        const { create } = one;
        const names = create.secured && create.takesKey && (create.body !== undefined || linkedBy(one) !== undefined);
        return [
          ...(names ? [at(create.location, { operation: create, isChange: false })] : []),
          ...changesOf(contract, one).map((operation) => at(operation.location, { operation, isChange: true })),
        ];
      })
    : [];

/** The type whose resources a PUT links. */
const linkedBy = (resourceType: AnyInferred): string | undefined => ('linked' in resourceType ? resourceType.linked : undefined);

/** Where a request names a resource. */
type Place = {
  /** JSON pointer into the body, or the name of a parameter in the path. */
  readonly where: string;
  readonly typeName: string;
  /** May the body leave the member out: a service that ignores it has accepted nothing. */
  readonly isOptional?: boolean;
  /** The request with another id there; undefined where it has no such place. */
  readonly naming: (request: PlannedRequest, id: string) => PlannedRequest | undefined;
};

const inBody = ({ pointer, placeholder }: Reference): Place => ({
  where: pointer,
  typeName: placeholder.resourceType,
  naming: (request, id) => {
    const value = holdsValue(request.body) ? request.body.value : undefined;
    if (!holdsValue(request.body) || !isObject(value)) return undefined;
    return { ...request, body: withValue(request.body, withValueAt(value, pointer, idLike(placeholder, id))) };
  },
});

/** The members at the top of a body, or of the object that it holds for them (`{ticket: {...}}`), that the usual one leaves out, and that name a resource. */
const inOptional = (contract: Contract, { operation, isChange }: Naming, body: unknown): readonly Place[] => {
  const inside = askedContent(operation.body)?.inside ?? '';
  const sent = valueAt(body, inside);
  return bodyMembers(contract, operation).flatMap(({ name, schema, required }): readonly Place[] => {
    if ((required && !isChange) || !isObject(sent) || sent[name] !== undefined) return [];
    const types = typesOf(resolvedSchema(contract.document, schema)).filter((one) => one !== 'null');
    const isNumber = types.includes('integer') || types.includes('number');
    const typeName = isNumber || types.includes('string') ? referenceAt(contract, operation, [name])?.resourceType?.name : undefined;
    if (typeName === undefined) return [];
    const where = below(inside, name);
    const withId: Place['naming'] = (request, id) => {
      const value = holdsValue(request.body) ? request.body.value : undefined;
      if (!holdsValue(request.body) || !isObject(value)) return undefined;
      return { ...request, body: withValue(request.body, withValueAt(value, where, isNumber ? Number(id) : id)) };
    };
    return [{ where, typeName, isOptional: true, naming: withId }];
  });
};

const inLink = ({ inferredResourceTypes }: Contract, operation: Operation): readonly Place[] =>
  inferredResourceTypes.flatMap(({ create, linked, idParameter }): readonly Place[] =>
    create.key !== operation.key || linked === undefined
      ? []
      : [
          {
            where: idParameter,
            typeName: linked,
            naming: (request, id) => ({ ...request, pathValues: { ...request.pathValues, [idParameter]: id } }),
          },
        ],
  );

type Tried = {
  /** Where the request names it. */
  readonly where: string;
  /** The creation by the other account of what the body then names. */
  readonly theirs: Exchange;
  /** The read of it with the key: it is not to be found. */
  readonly hidden: Exchange;
  readonly answer: Exchange;
  /** Does an accepted answer have to show what was named. */
  readonly isOptional: boolean;
};

type Result = { readonly control: Exchange | undefined; readonly tried: readonly Tried[] };

/** Most places of one request that are tried. */
const mostPlaces = 3;

/** Names a new resource of the other account in one place of a request, if the key does not find it by itself. The other account removes it again. */
const tryPlace = async (
  session: Session,
  operation: Operation,
  { where, typeName, isOptional = false, naming: named }: Place,
): Promise<Tried | undefined> => {
  const { contract } = session;
  const resourceType = inferredNamed(contract, typeName);
  const read = resourceType && readOfOne(contract, resourceType);
  if (!resourceType || !read) return undefined;
  const label = where.replaceAll(/[^\w-]+/gu, '-').replace(/^-/u, '');
  const removals: Removing[] = [];
  const theirs = await orSkipped(createTheirs(session, typeName, `theirs-${label}`, removals));
  let tried: Tried | undefined;
  if (theirs !== undefined && !isSkipped(theirs)) {
    const values = Object.values(theirs.pathValues);
    const pathValues = inPath(read.path, values);
    const hidden = await session.send({ ...usableRequest(session, read, 'theirs', { pathValues }), faults: ['credential-forbidden'] });
    const id = values.at(-1);
    const base = withWholeValue(usableRequest(session, operation, `names-${label}`));
    const request = id === undefined ? undefined : named(base, id);
    if (request && [403, 404, 410].includes(statusOf(hidden) ?? 0)) {
      let answer = await session.send({ ...request, faults: ['credential-forbidden'] });
      // What else it names may be taken already.
      const own = statusOf(answer) === 409 ? namingOwn(request) : undefined;
      if (own) answer = await session.send({ ...own, faults: ['credential-forbidden'] });
      tried = { where, theirs: theirs.exchange, hidden, answer, isOptional };
    }
  }
  for (const remove of removals.toReversed()) await remove();
  return tried;
};

/** Does the answer show the value that the request had in a member. */
const isShown = ({ where, answer }: Tried): boolean => {
  const { body } = answer.request;
  const sent = valueAt(holdsValue(body) ? body.value : undefined, where);
  const name = tokensOf(where).at(-1) ?? '';
  const shows = (value: unknown, depth: number): boolean =>
    isObject(value) && (value[name] === sent || (depth > 0 && Object.values(value).some((one) => shows(one, depth - 1))));
  return sent !== undefined && shows(jsonOf(answer), 1);
};

export const foreignReferenceRefused = defineProbe<Naming, Result>({
  id: 'auth/foreign-reference-refused',
  title: 'A creation, a change or a link cannot name a resource of another account',
  why: 'Who knows an id could book, charge or link what belongs to somebody else, although reading it is refused.',
  fix: 'Look up all that a body or a path names by its id and the account of the credential together.',
  reads: 'auth.foreign',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: naming,
  prerequisites: ({ operation }, around: Surroundings): readonly ProbePrerequisite[] => [
    ...prerequisitesFor(operation, around),
    { kind: 'credential', name: 'other' },
  ],
  cost: () => ({ requests: (2 * mostTheirs + 3) * mostPlaces + 2, creates: (mostTheirs + 1) * mostPlaces }),
  async run(subject, session) {
    const { operation, isChange } = subject;
    const plan = withWholeValue(usableRequest(session, operation, 'names'));
    const value = holdsValue(plan.body) ? plan.body.value : undefined;
    const places = [
      // A change that ignores what it does not take has accepted nothing.
      ...referencesIn(value).map((one) => ({ ...inBody(one), isOptional: isChange })),
      ...inLink(session.contract, operation),
      ...inOptional(session.contract, subject, value),
    ];
    if (places.length === 0) return { control: undefined, tried: [] };
    const control = isChange
      ? await session.send(usableRequest(session, operation, 'names-own'))
      : (await session.run(created, { operation: operation.key })).exchange;
    if (!isSuccess(control)) return { control, tried: [] };
    const tried: Tried[] = [];
    for (const place of places.slice(0, mostPlaces)) {
      const one = await orSkipped(tryPlace(session, operation, place));
      if (one !== undefined && !isSkipped(one)) tried.push(one);
    }
    return { control, tried };
  },
  judge({ operation }, { control, tried }) {
    if (control && !isSuccess(control)) return inconclusive(`The same with own resources was answered ${outcomeOf(control)}`, [control]);
    const accepted = tried.find((one) => isSuccess(one.answer) && (!one.isOptional || isShown(one)));
    if (accepted) {
      const { where, answer, hidden, theirs } = accepted;
      const expected = `a refusal of ${operation.key} with a resource of another account at ${where}, which is not there for a read`;
      return fail({ code: 'foreign-reference-accepted', where, expected, actual: `status ${outcomeOf(answer)}` }, [answer, hidden, theirs]);
    }
    const refused = tried.filter(({ answer }) => [400, 403, 404, 422].includes(statusOf(answer) ?? 0));
    return refused.length > 0
      ? pass(refused.length)
      : inconclusive('It names nothing that another account could have created', control ? [control] : []);
  },
  join: (judged) => {
    const verdicts = judged.map(({ verdict }) => verdict);
    const decided = verdicts.filter(({ kind }) => kind === 'fail' || kind === 'broken' || kind === 'pass');
    return joinVerdicts(decided.length > 0 ? decided : verdicts);
  },
});
