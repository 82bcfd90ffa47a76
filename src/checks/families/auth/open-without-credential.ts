import { beginsWith, isItemOf, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, Undecidable, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { itemRequest } from '../../requests/item-request.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isPlainRead, prerequisitesForItems, type ReadItems, readItems } from '../../subjects/read-items.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** A read that may be asked without a credential, and the open list that shows what its path names; undefined where its path names nothing. */
type OpenRead = Subject & { readonly operation: Operation; readonly items: ReadItems | undefined };

/** One of the alternatives is empty (OpenAPI 3.1, Security Requirement Object): "to make security optional". */
const isOptional = ({ security, takesKey, secured }: Operation): boolean =>
  !secured && takesKey && security.some((one) => one.length === 0);

const optionalReads = (contract: Contract): readonly OpenRead[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((one) => isOptional(one) && isPlainRead(one) && one.conventions.stream === undefined)
        .flatMap((operation): readonly OpenRead[] => {
          const { path, location } = operation;
          if (parametersIn(path).length === 0) return [at(location, { operation, items: undefined })];
          const items = readItems(contract).find(
            ({ list, read }) =>
              isOptional(list.operation) &&
              parametersIn(list.operation.path).length === 0 &&
              isItemOf(read.path, list.operation.path) &&
              parametersIn(path).length === 1 &&
              beginsWith(path, read.path),
          );
          return items ? [at(location, { operation, items })] : [];
        });

const nobody = { credential: { kind: 'none' } } as const;

const most = 5;

/** The reads of what the open list shows to a stranger, until one succeeds. */
const readsOfListed = async (session: Session, { operation, items }: OpenRead): Promise<readonly Exchange[]> => {
  if (!items) return [await session.send({ ...usableRequest(session, operation, 'stranger'), ...nobody })];
  const known = await largestListPage(session, items.list);
  const page = await session.send({ ...known.request, ...nobody });
  const shown = isSuccess(page) ? (pageItems(items.list, page) ?? []).filter((one): one is Resource => isObject(one)) : [];
  if (shown.length === 0)
    throw new Undecidable(`${items.list.operation.key} shows nothing without a credential: ${outcomeOf(page)}`, [page]);
  const reads: Exchange[] = [];
  for (const item of shown.slice(0, most)) {
    reads.push(await session.send({ ...itemRequest(session, items, { page, item, operation }), ...nobody }));
    if (reads.some(isSuccess)) break;
  }
  return reads;
};

type Result = { readonly known: Exchange; readonly reads: readonly Exchange[] };

export const openWithoutCredential = defineProbe<OpenRead, Result>({
  id: 'auth/open-without-credential',
  title: 'A read for which a credential is optional is answered without one',
  why: 'Pages that everybody may see stay empty for all who are not signed in.',
  fix: 'Let the operation pass requests without a credential, or remove `{}` from its `security`.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => [...optionalReads(contract)],
  prerequisites: ({ operation, items }, around) => [
    ...(items ? prerequisitesForItems(items, around) : []),
    ...prerequisitesFor(operation, around, { pathValues: Object.fromEntries(parametersIn(operation.path).map((name) => [name, 'ct'])) }),
    { kind: 'credential', name: 'key' },
  ],
  cost: () => ({ requests: most + 3, creates: 0 }),
  async run(subject, session) {
    const reads = await readsOfListed(session, subject);
    const [first] = reads;
    if (!first) throw new Undecidable('Nothing was read', []);
    return { known: await session.send({ ...first.request, credential: { kind: 'valid', name: 'key' } }), reads };
  },
  judge({ operation }, { known, reads }) {
    const open = reads.find(isSuccess);
    if (open) return pass(1);
    const [first] = reads;
    if (!first || !isSuccess(known) || reads.some((one) => statusOf(one) !== 401))
      return inconclusive(
        `Without a credential it was answered ${first ? outcomeOf(first) : 'nothing'}, with the key ${outcomeOf(known)}`,
        [known, ...reads],
      );
    const finding = {
      code: 'credential-required',
      where: 'status',
      expected: `an answer without a credential, as the security of ${operation.key} has an alternative that is empty`,
      actual: `${outcomeOf(first)}; with the key ${outcomeOf(known)}`,
    };
    return unconfirmed(fail(finding, [first, known]));
  },
});
