import { itemsOf } from '../../../contract/held.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { fillPlaceholders, type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName, PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isHarmless } from '../../kit/reach.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { distinct } from '../../../model/json.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { plainRead } from '../calls/reads.ts';

/** A read of a list as an account other than the usual one sees it. */
const readAs = defineScenario<{ readonly operation: string; readonly name: CredentialName }, Exchange>({
  id: 'list-as-another',
  run: (session, { operation, name }) =>
    session.send({
      ...usableRequest(session, operationOf(session.contract, operation), 'plain'),
      credential: { kind: 'valid', name },
    }),
});

/** The values of the items that a list shows to an account, each once. */
const valuesIn = async (
  session: Session,
  { resourceType: operation, parameter }: Placeholder,
  name?: CredentialName,
): Promise<readonly string[]> => {
  const collection = collectionAt(session.contract, operation);
  const page = await orSkipped(name === undefined ? session.run(plainRead, { operation }) : session.run(readAs, { operation, name }));
  if (!collection || isSkipped(page) || !isSuccess(page)) return [];
  const values = (itemsOf(collection, page) ?? []).map((item) => valueAt(item, parameter ?? ''));
  return distinct(
    values.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : [])).filter((one) => one !== ''),
  );
};

/**
 * A request with what lists show in place of the placeholders in its header fields and its query: the site or tenant that it is about. Another account gets what the
 * list shows to that account, and another credential of the same account what the list shows to it, except where it changes what the key created. Where a list shows nothing, the value that the parameter has otherwise is sent.
 * @throws {NotTried} when a list shows several values to a write, and the target does not allow what names things by a list: one of them may be a site in use.
 */
export const withListedParameters = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { credential } = request;
  const pairs = [...request.headers, ...request.query];
  const placeholders = new Map(
    pairs.flatMap(([name, text]) =>
      placeholdersIn(text).flatMap((one) => (isListed(one) ? [[placeholderText(one), { name, one }] as const] : [])),
    ),
  );
  if (placeholders.size === 0) return request;
  const another = credential.kind === 'valid' && credential.name !== 'key' ? credential.name : undefined;
  // What the key created is where the key created it: at another site of the same account, its id may be somebody's.
  const isOnOwn = another !== 'other' && Object.keys(request.pathValues).length > 0 && !isHarmless(session.contract, request);
  const name = isOnOwn ? undefined : another;
  const values = new Map<string, string>();
  const doubtful: string[] = [];
  for (const [text, found] of placeholders) {
    const own = name === undefined ? [] : await valuesIn(session, found.one, name);
    const all = own.length > 0 ? own : await valuesIn(session, found.one);
    // What the document prints, and goes together with what it prints elsewhere, where it is there.
    const shown = all.find((one) => one === String(found.one.otherwise)) ?? all[0];
    if (all.length > 1 && !isHarmless(session.contract, request) && !session.target.allow.includes('destructive'))
      throw new NotTried(
        'missing-prerequisite',
        `${found.one.resourceType} shows ${all.length} values for "${found.name}", and nothing says in which of them the run may write: give one under values of ${request.operation ?? request.path}`,
      );
    if (shown === undefined) doubtful.push(found.name);
    values.set(text, shown ?? String(found.one.otherwise ?? ''));
  }
  const filled = (list: PlannedRequest['headers']): PlannedRequest['headers'] =>
    list.map(
      ([one, text]) =>
        [one, fillPlaceholders(text, (placeholder) => values.get(placeholderText(placeholder)) ?? placeholderText(placeholder))] as const,
    );
  const madeUp = [...new Set([...(request.madeUp ?? []), ...doubtful])];
  return { ...request, headers: filled(request.headers), query: filled(request.query), ...(madeUp.length > 0 ? { madeUp } : {}) };
};

const isListed = ({ use, otherwise }: Placeholder): boolean => use === 'listed' && otherwise !== undefined;
