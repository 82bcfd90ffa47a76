import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, type EntryOver, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts, withOptional } from '../../kit/join-locations.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { isProven, proofOf, provenRead, type ProvenRead } from '../../scenarios/transport/proven-read.ts';
import { bearerSchemes } from '../../subjects/bearer-schemes.ts';
import { firstRead, type JudgedOperation } from '../../subjects/secured-operations.ts';

type Accepted = {
  readonly exchange: Exchange;
  /** At least one read accepts the credential, so it is valid. */
  readonly isAccepted: boolean;
};

export const credentialAccepted = defineProbe<JudgedOperation, Accepted>({
  id: 'auth/credential-accepted',
  title: 'A valid credential that is sent as documented is accepted',
  why: 'A client that follows the documentation is locked out when the service looks for the credential elsewhere.',
  fix: 'Read the credential where the documentation puts it, in the same way on every operation.',
  reads: 'auth.unauthenticated',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    parameterlessReads(contract)
      .filter(({ conventions }) => statuses(conventions.auth?.unauthenticated).length > 0)
      .flatMap((operation) => bearerSchemes(contract, operation)),
  prerequisites: () => [],
  cost: (_scheme, { contract }) => ({ requests: parameterlessReads(contract).length, creates: 0 }),
  async run({ operation }, session) {
    const exchange = await session.run(plainRead, { operation: operation.key });
    if (isSuccess(exchange)) return { exchange, isAccepted: true };
    for (const { key } of parameterlessReads(session.contract)) {
      if (isSuccess(await session.run(plainRead, { operation: key }))) return { exchange, isAccepted: true };
    }
    return { exchange, isAccepted: false };
  },
  judge({ operation }, { exchange, isAccepted }) {
    if (isSuccess(exchange)) return pass(1);
    const refused = statuses(operation.conventions.auth?.unauthenticated);
    if (!refused.includes(statusOf(exchange) ?? 0)) {
      return inconclusive(`${operation.key} with a valid credential was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const finding = { where: 'credential', expected: `a 2xx to ${operation.key} with a valid credential` };
    if (!isAccepted) {
      return inconclusive(`No read accepts the credential, so it may be invalid: got ${outcomeOf(exchange)}`, [exchange]);
    }
    return fail({ code: 'credential-refused', ...finding, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  },
  join: (judged) => joinConclusive(judged),
});

/** An operation that fails shows nothing about the credential. The other operations decide, where one of them is conclusive. */
const joinConclusive = (judged: readonly { readonly verdict: Verdict }[]): Verdict => {
  const verdicts = judged.map(({ verdict }) => verdict);
  const open = verdicts.filter(({ kind }) => kind === 'inconclusive');
  const others = verdicts.filter(({ kind }) => kind !== 'inconclusive');
  const decided = others.some(({ kind }) => kind === 'pass' || kind === 'fail');
  return decided ? withOptional(joinVerdicts(others), open) : joinVerdicts(verdicts);
};

type Spelling = { readonly plain: Exchange; readonly lowerCase: ProvenRead | undefined };

/**
 * A plain read may be refused because the credential is invalid. The credential is valid when the lower-case spelling succeeds where
 * unauthenticated callers are refused.
 */
const judging = {
  async run({ operation: { key: operation } }, session) {
    const plain = await session.run(plainRead, { operation });
    return {
      plain,
      lowerCase: statusOf(plain) === 401 ? await session.run(provenRead, { operation, form: { kind: 'small-scheme' } }) : undefined,
    };
  },
  judge({ operation }, { plain, lowerCase }) {
    if (isSuccess(plain)) return pass(1);
    if (!lowerCase || !isProven(operation, lowerCase)) return inconclusive(`${operation.key} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = 'a success with the scheme spelt Bearer';
    const actual = `status ${outcomeOf(plain)}, but ${outcomeOf(lowerCase.served)} with the scheme spelt bearer`;
    return unconfirmed(
      fail({ code: 'printed-spelling-refused', where: 'Authorization', expected, actual }, [plain, ...proofOf(lowerCase)]),
    );
  },
} satisfies EntryOver<JudgedOperation, Spelling>;

export const printedSchemeAccepted = defineProbe<JudgedOperation, Spelling>({
  id: 'auth/printed-scheme-accepted',
  title: 'A valid credential is accepted when its scheme name is spelt as documented',
  why: 'Scheme names are case-insensitive (RFC 9110 section 11.1); otherwise a client that copies the documentation is locked out.',
  fix: 'Compare the scheme name without regard to case.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => firstRead(contract).flatMap(({ operation }) => bearerSchemes(contract, operation)),
  prerequisites: () => [],
  cost: () => ({ requests: 1, creates: 0 }),
  ...judging,
  entry: judging,
});
