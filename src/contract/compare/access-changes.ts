import type { Contract, Operation } from '../model.ts';
import { below, isObject, referenceTarget, valueAt } from '../pointer.ts';
import { nodeOf } from '../../model/location.ts';
import type { FoundChange } from './found-change.ts';

type Document = Contract['document'];

/** What a client needs for one alternative of `security`: what it sends, and the scopes of it. */
type Access = ReadonlyMap<string, { readonly scopes: readonly string[]; readonly name: string }>;

type Accesses = { readonly alternatives: readonly Access[]; readonly pointer: string };

/** What a client sends for a security scheme; what the scheme is called says nothing. */
const sentFor = (document: Document, name: string): string => {
  const pointer = below('#/components/securitySchemes', name);
  const named = valueAt(document, pointer);
  const value = isObject(named) && typeof named['$ref'] === 'string' ? valueAt(document, referenceTarget(named['$ref'])) : named;
  if (!isObject(value)) return `undescribed ${name}`;
  const { type, in: where, name: field, scheme } = value;
  if (type === 'apiKey') return `apiKey ${String(where)} ${where === 'header' ? String(field).toLowerCase() : String(field)}`;
  return type === 'http' ? `http ${String(scheme).toLowerCase()}` : String(type);
};

const accessesOf = (document: Document, operation: Operation): Accesses => {
  const node = valueAt(document, nodeOf(operation.location));
  const own = isObject(node) ? node['security'] : undefined;
  const written = own ?? document['security'];
  const list = Array.isArray(written) ? written.filter(isObject) : [];
  const pointer = own === undefined ? '#/security' : below(nodeOf(operation.location), 'security');
  return {
    pointer: written === undefined ? '#' : pointer,
    alternatives: (list.length === 0 ? [{}] : list).map(
      (alternative) =>
        new Map(
          Object.entries(alternative).map(([name, scopes]) => [
            sentFor(document, name),
            { name, scopes: Array.isArray(scopes) ? scopes.filter((one): one is string => typeof one === 'string') : [] },
          ]),
        ),
    ),
  };
};

/** A client that has what the first alternative takes has what the second one takes. */
const suffices = (had: Access, needed: Access): boolean =>
  [...needed].every(([sent, { scopes }]) => {
    const own = had.get(sent);
    return own !== undefined && scopes.every((scope) => own.scopes.includes(scope));
  });

const told = (access: Access): string =>
  access.size === 0
    ? 'no credential'
    : [...access.values()].map(({ name, scopes }) => `\`${name}\`${scopes.length === 0 ? '' : ` (${scopes.join(', ')})`}`).join(' with ');

/** What changed in the credentials that an operation takes. */
export const accessChanges = (
  before: { readonly document: Document; readonly operation: Operation },
  after: { readonly document: Document; readonly operation: Operation },
): FoundChange[] => {
  const [old, fresh] = [accessesOf(before.document, before.operation), accessesOf(after.document, after.operation)];
  const base = { direction: 'request', where: 'security', before: old.pointer, after: fresh.pointer } as const;
  const isFree = ({ alternatives }: Accesses): boolean => alternatives.some((one) => one.size === 0);
  if (isFree(old) && !isFree(fresh)) {
    const words = `security is required now: ${fresh.alternatives.map(told).join(' or ')}`;
    return [{ ...base, kind: 'security-required', verdict: 'breaking', message: words }];
  }
  const lost = old.alternatives.filter((had) => !fresh.alternatives.some((needed) => suffices(had, needed)));
  const found: FoundChange[] = lost.map((had) => ({
    ...base,
    kind: 'security-removed',
    verdict: 'breaking',
    message: `${told(had)} is not enough any more, it takes ${fresh.alternatives.map(told).join(' or ')}`,
  }));
  if (!isFree(old) && isFree(fresh))
    return [...found, { ...base, kind: 'security-dropped', verdict: 'compatible', message: 'security is not required any more' }];
  const gained = fresh.alternatives.filter((needed) => needed.size > 0 && !old.alternatives.some((had) => suffices(needed, had)));
  return [
    ...found,
    ...(lost.length > 0 ? [] : gained).map((one): FoundChange => ({
      ...base,
      kind: 'security-added',
      verdict: 'compatible',
      message: `${told(one)} is enough now`,
    })),
  ];
};
