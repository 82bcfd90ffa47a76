import { nodeOf } from '../../model/location.ts';
import type { Operation } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { accessChanges } from './access-changes.ts';
import { changeVerdicts, type DocumentChange, type DocumentChangeKind } from './change.ts';
import { canonical, Comparison, isDeprecated, type Side, type Told } from './comparison.ts';
import { bodyChanges } from './content-changes.ts';
import { deliveryChanges } from './delivery-changes.ts';
import { matchOperations } from './match-operations.ts';
import { parameterChanges } from './parameter-changes.ts';
import { responseChanges } from './response-changes.ts';

/**
 * What changed from one document to another for clients that were written for the older one. A change of what several operations share is one change with
 * all of them. `oneOf` is read as `anyOf`: whether a value fits two alternatives is not asked.
 * @returns The breaking ones first, then the unclear ones, each in the order of the older document.
 */
export const compareDocuments = (before: Side, after: Side): { readonly changes: readonly DocumentChange[]; readonly compared: number } => {
  const comparison = new Comparison(before, after);
  const compared = findChanges(comparison);
  const order = (change: DocumentChange): number => changeVerdicts.indexOf(change.verdict);
  return { compared, changes: comparison.changes().sort((one, other) => order(one) - order(other)) };
};

const whole = { direction: null, where: '' } as const;

/** @returns The number of operations that both documents have. */
const findChanges = (comparison: Comparison): number => {
  const { pairs, removed, added } = matchOperations(comparison.before, comparison.after);
  serverChanges(comparison);
  for (const operation of removed) {
    const isAnnounced = isDeprecated(comparison.before, nodeOf(operation.location));
    comparison.add(operation.key, {
      ...whole,
      kind: 'operation-removed',
      verdict: 'breaking',
      message: isAnnounced ? 'the operation is gone, it was deprecated before' : 'the operation is gone, and was not deprecated before',
      before: nodeOf(operation.location),
      after: '#/paths',
    });
  }
  for (const { before, after, isMoved } of pairs) operationChanges(comparison, before, after, isMoved);
  for (const operation of added)
    comparison.add(operation.key, {
      ...whole,
      kind: 'operation-added',
      verdict: 'compatible',
      message: 'the operation is new',
      before: '#/paths',
      after: nodeOf(operation.location),
    });
  deliveryChanges(comparison);
  return pairs.length;
};

const serverChanges = (comparison: Comparison): void => {
  const urls = (document: Side['document']): ReadonlyMap<string, string> => {
    const list = document['servers'];
    return new Map(
      (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one, at) =>
        isObject(one) && typeof one['url'] === 'string' ? [[one['url'].replace(/\/$/u, ''), below('#/servers', at)] as const] : [],
      ),
    );
  };
  const [old, fresh] = [urls(comparison.before.document), urls(comparison.after.document)];
  for (const [url, before] of old)
    if (!fresh.has(url))
      comparison.add(undefined, {
        ...whole,
        kind: 'server-removed',
        verdict: 'unclear',
        message: `the address \`${url}\` is gone`,
        before,
        after: '#/servers',
      });
  for (const [url, after] of fresh)
    if (!old.has(url))
      comparison.add(undefined, {
        ...whole,
        kind: 'server-added',
        verdict: 'compatible',
        message: `the address \`${url}\` is new`,
        before: '#/servers',
        after,
      });
};

const operationChanges = (comparison: Comparison, before: Operation, after: Operation, isMoved: boolean): void => {
  const at = { ...whole, before: nodeOf(before.location), after: nodeOf(after.location) };
  const broken = before.unsupported ?? after.unsupported;
  if (broken !== undefined) {
    const which = before.unsupported === undefined ? 'newer' : 'older';
    const message = `the ${which} document has a defect that keeps it from being compared: ${broken.reason}`;
    comparison.add(before.key, { ...at, kind: 'operation-unreadable', verdict: 'unclear', message });
    return;
  }
  const tell = (kind: DocumentChangeKind, message: string): Told =>
    comparison.add(before.key, { ...at, kind, verdict: 'compatible', message });
  if (isMoved) tell('path-moved', `its path is \`${after.path}\` now, and its whole address is the same`);
  if (before.operationId !== after.operationId && before.operationId !== undefined)
    tell(
      'operation-renamed',
      `its operationId is ${after.operationId === undefined ? 'gone' : `\`${after.operationId}\` now`}, before \`${before.operationId}\``,
    );
  if (!isDeprecated(comparison.before, at.before) && isDeprecated(comparison.after, at.after))
    tell('operation-deprecated', 'the operation is deprecated now');
  if (ownServers(comparison.before, before) !== ownServers(comparison.after, after))
    comparison.add(before.key, {
      ...at,
      kind: 'server-changed',
      verdict: 'unclear',
      message: 'the addresses of the operation itself, or of its path, changed',
    });
  for (const change of accessChanges(
    { document: comparison.before.document, operation: before },
    { document: comparison.after.document, operation: after },
  ))
    comparison.add(before.key, change);
  parameterChanges(comparison, before, after);
  bodyChanges(comparison, before.key, before, after, 'request');
  responseChanges(comparison, before.key, before, after);
};

/** The addresses that an operation, else its path item, has in place of those of the document. */
const ownServers = ({ document }: Side, { location }: Operation): string => {
  const pointer = nodeOf(location);
  const [own, around] = [valueAt(document, pointer), valueAt(document, pointer.slice(0, pointer.lastIndexOf('/')))];
  const list = (isObject(own) ? own['servers'] : undefined) ?? (isObject(around) ? around['servers'] : undefined);
  return canonical((Array.isArray(list) ? list.filter(isObject) : []).map(({ url, variables }) => ({ url, variables })));
};
