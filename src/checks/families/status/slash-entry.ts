import { outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineEntry, fail, inconclusive, unconfirmed } from '../../kit/define.ts';
import { isProven, proofOf } from '../../scenarios/transport/is-proven.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { provenRead, type ProvenRead } from '../../scenarios/transport/proven-read.ts';
import { redirectPath, sentPath } from '../../subjects/redirect-path.ts';
import { isRedirect } from '../../subjects/plain-http.ts';

type Measured = { readonly plain: Exchange; readonly behind: ProvenRead | undefined };

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

/** Every plain read is redirected: the one of a place to the same path with a slash more or less, where it is served. */
export const slashEntry = defineEntry<Measured>({
  async measure({ operation: key }, session) {
    const operation = key ?? '';
    const plain = await session.measure(plainRead, { operation });
    const to = isRedirect(plain) ? redirectPath(plain, session.target) : undefined;
    const from = sentPath(plain);
    const isSlash = to !== undefined && to !== from && withoutSlash(to) === withoutSlash(from);
    return { plain, behind: isSlash ? await session.measure(provenRead, { operation, form: { kind: 'slash' } }) : undefined };
  },
  judge({ operation: key }, { plain, behind }, { contract }) {
    const operation = operationOf(contract, key ?? '');
    if (!behind || !isProven(operation, behind)) return inconclusive(`${operation.key} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = `a success under ${plain.sent.target}`;
    const actual = `status ${outcomeOf(plain)}, and ${outcomeOf(behind.served)} under ${behind.served.sent.target}`;
    return unconfirmed(fail({ code: 'redirected', where: 'status', expected, actual }, [plain, ...proofOf(behind)]));
  },
});
