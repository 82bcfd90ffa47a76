import { isItemOf, isSamePath, valuesInPath } from '../../../contract/infer/path-template.ts';
import { headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsMask } from '../../../model/mask.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { acceptedBy } from '../../requests/accepting.ts';
import { outsideRequest } from '../../requests/outside-request.ts';

/** A creation whose answer names what it created, as the document describes it. */
type Creation = Subject & { readonly operation: Operation };

/** Does a PUT create what its path names (RFC 9110, section 9.3.4). */
const createsNamed = ({ inferredResourceTypes }: Contract, { key }: Operation): boolean =>
  inferredResourceTypes.some(({ create, idChosenBy }) => create.key === key && idChosenBy === 'client');

const creations = (contract: Contract): Creation[] =>
  contract.operations
    .filter(
      ({ method, effect, responses, ...one }) =>
        (method === 'POST' || createsNamed(contract, { method, effect, responses, ...one })) &&
        (effect === 'creates' || effect === 'creates-permanently') &&
        responses.some(
          ({ status, headers }) => (status === '201' || status === '202') && headers.some(({ name }) => name.toLowerCase() === 'location'),
        ),
    )
    .map((operation) => at(operation.location, { operation }));

type Followed = {
  readonly creation: Exchange;
  /** The reads of what Location names, the last one first to be judged; none where it leads elsewhere. */
  readonly reads: readonly Exchange[];
  /** Does the document describe a read of such an address, or of what the operation creates: then there is something to read. */
  readonly isReadable: boolean;
  /** Location names a path of this service that ends as no described path does, whatever stands before it. */
  readonly isUnknown: boolean;
};

/** Does a read show what a creation made: an item of its collection, or what a PUT creates at its own path. A list alone says nothing of an address of one. */
const isReadOf = ({ path }: Operation, { path: made, method }: Operation): boolean =>
  isItemOf(path, made) || (method === 'PUT' && isSamePath(path, made));

/**
 * Does a Location name a path that is no described one, whatever prefix stands before it. Only where the document describes a read of what is
 * created: else an address may be that of something else.
 */
const isUnknownPath = (contract: Contract, operation: Operation, creation: Exchange): boolean => {
  const [value = '', ...others] = headerValues(creation, 'Location');
  const [, named] = /^(?:https?:\/\/[^/?#]+)?(\/(?!\/)[^?#%{}]*)$/iu.exec(value) ?? [];
  if (others.length > 0 || named === undefined || holdsMask(value)) return false;
  const segments = named.split('/').filter((segment) => segment !== '');
  const reads = contract.operations.filter(({ method }) => method === 'GET');
  const isRead = reads.some((one) => isReadOf(one, operation));
  const isDescribed = reads.some(({ path }) => segments.some((_, n) => valuesInPath(path, segments.slice(n)) !== undefined));
  return isRead && !isDescribed;
};

/**
 * The path below the base URL that a Location names (RFC 9110, section 10.2.2). Undefined for another host or another prefix, which a server behind a
 * proxy writes because it does not know its public address.
 */
const pathBelow = (baseUrl: string, creation: Exchange): string | undefined => {
  const [value, ...others] = headerValues(creation, 'Location');
  if (value === undefined || others.length > 0 || holdsMask(value)) return undefined;
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const from = new URL(creation.sent.target, base).href;
  if (!URL.canParse(value, from)) return undefined;
  const named = new URL(value, from);
  if (named.origin !== base.origin || !named.pathname.startsWith(`${prefix}/`) || named.search !== '') return undefined;
  const path = named.pathname.slice(prefix.length);
  return /[%{}]/.test(path) ? undefined : path;
};

const waitsMs = [1000, 2000];

const isAbsent = (exchange: Exchange): boolean => [404, 410].includes(statusOf(exchange) ?? 0);

const follow = async (session: Session, path: string, creation: Exchange): Promise<readonly Exchange[]> => {
  const read = (): Promise<Exchange> =>
    session.send(
      outsideRequest(path, session.target.credentials.includes('key') ? { kind: 'valid', name: 'key' } : { kind: 'none' }, {
        headers: acceptedBy(creation.request.headers),
      }),
    );
  const reads = [await read()];
  for (const waitMs of waitsMs) {
    if (reads[0] && !isAbsent(reads[0])) break;
    await session.pause(waitMs, 'what was created is to be readable');
    reads.unshift(await read());
  }
  return reads;
};

/** The id that a body shows of itself, or of the one object in it, and the name of that object, which may be the owner as well. */
const idIn = (exchange: Exchange): { readonly id: string; readonly of: string } | undefined => {
  const body = jsonOf(exchange);
  if (!isObject(body)) return undefined;
  const objects = Object.entries(body).flatMap(([name, value]) => (isObject(value) ? [[name, value] as const] : []));
  const [[name, only] = ['', body]] = body['id'] === undefined && objects.length === 1 ? objects : [];
  const { id } = only;
  return (typeof id === 'string' || typeof id === 'number') && !holdsMask(String(id)) ? { id: String(id), of: name } : undefined;
};

export const locationLeads = defineProbe<Creation, Followed>({
  id: 'http/location-leads-to-created',
  title: 'The Location of a creation leads to what was created',
  why: 'Clients follow it to read what they have just created, and get nothing, or something that belongs elsewhere.',
  fix: 'Make the address from the path of the read and the new id, and test it behind every gateway.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: creations,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 6, creates: 1 }),
  async run({ operation }, session) {
    const { contract, target } = session;
    // What nobody can remove again is created once for all checks.
    const creation =
      operation.effect === 'creates'
        ? await session.run(creationAsSet, { operation: operation.key, settings: [], purpose: 'location' })
        : (await session.run(created, { operation: operation.key })).exchange;
    const path = [201, 202].includes(statusOf(creation) ?? 0) ? pathBelow(target.baseUrl, creation) : undefined;
    const isUnknown = statusOf(creation) === 201 && isUnknownPath(contract, operation, creation);
    if (path === undefined) return { creation, reads: [], isReadable: false, isUnknown };
    const segments = path.split('/').filter((segment) => segment !== '');
    const isReadable = contract.operations.some(
      (one) => one.method === 'GET' && (isReadOf(one, operation) || valuesInPath(one.path, segments) !== undefined),
    );
    return { creation, reads: isReadable ? await follow(session, path, creation) : [], isReadable, isUnknown: false };
  },
  judge(_subject, { creation, reads, isReadable, isUnknown }) {
    const [last] = reads;
    const [value = ''] = headerValues(creation, 'Location');
    if (isUnknown) {
      const expected = 'the address of what was created, which ends as a described path does';
      return fail({ code: 'location-of-no-path', where: 'Location', expected, actual: value }, [creation]);
    }
    if (!last) {
      const reason = isReadable || value !== '' ? `Location ${value} names nothing that can be read here` : 'It has no Location';
      return inconclusive(`The creation was answered ${outcomeOf(creation)}. ${reason}`, [creation]);
    }
    if (isAbsent(last)) {
      const actual = `status ${outcomeOf(last)} to a read of ${value}`;
      return fail({ code: 'location-leads-nowhere', where: 'Location', expected: 'the address of what was created', actual }, [
        creation,
        last,
      ]);
    }
    const [made, shown] = statusOf(creation) === 201 ? [idIn(creation), idIn(last)] : [];
    if (isSuccess(last) && made !== undefined && shown !== undefined && made.of === shown.of && made.id !== shown.id) {
      const finding = {
        code: 'location-leads-elsewhere',
        where: 'Location',
        expected: `what has the id ${made.id}`,
        actual: `what has the id ${shown.id}`,
      };
      return fail(finding, [creation, last]);
    }
    return isSuccess(last) ? pass(1) : inconclusive(`A read of ${value} was answered ${outcomeOf(last)}`, [creation, last]);
  },
});
