import { statuses } from '../../contract/conventions-at.ts';
import { operationOf, parameterlessReads } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type CredentialAlteration, credentialAlterations } from '../../model/request.ts';
import { defineProbe } from '../define.ts';
import { joinPlainReads } from '../join-plain-reads.ts';
import { callWithUnknownCredential } from '../measurements/call-with-unknown-credential.ts';
import { isSkipped, orSkipped, type Skipped } from '../not-tried.ts';
import { withOptional } from '../optional-parts.ts';
import { judgeRefusal } from '../refusal.ts';
import { outsiderNeeds, securedOperations } from '../secured-operations.ts';

type Measured = {
  readonly madeUp: Exchange;
  /** Altered forms of the valid credential, on the first plain read only; without those that cannot be made of it. */
  readonly altered: readonly { readonly form: CredentialAlteration; readonly answer: Exchange | Skipped }[];
};

export const unknownCredentialRefused = defineProbe<Measured>({
  id: 'auth/unknown-credential-refused',
  title: 'A call with an unknown credential is refused with the documented status',
  why: 'A service that takes any credential, or compares only a part of it, is open to whoever guesses.',
  fix: 'Look the whole credential up, letter case included, before anything else, and answer the documented status.',
  reads: 'auth.unauthenticated',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => securedOperations(contract).map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 1 + credentialAlterations.length, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const madeUp = await session.measure(callWithUnknownCredential, { operation, form: 'made-up' });
    const isFirst = parameterlessReads(session.contract)[0]?.key === operation;
    const altered: { form: CredentialAlteration; answer: Exchange | Skipped }[] = [];
    for (const form of isFirst ? credentialAlterations : []) {
      altered.push({ form, answer: await orSkipped(session.measure(callWithUnknownCredential, { operation, form })) });
    }
    return { madeUp, altered };
  },
  judge(place, { madeUp, altered }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const isPlain = parameterlessReads(contract).some(({ key }) => key === operation.key);
    const expected = statuses(operation.conventions.auth?.unauthenticated);
    const refusal = (wrong: readonly number[], mistake: string) => ({
      expected,
      wrong: wrong.filter((status) => !expected.includes(status)),
      code: 'unknown-credential',
      where: 'credential',
      mistake,
    });
    const main = judgeRefusal(madeUp, refusal(isPlain ? [403, 400, 404, 422] : [403], `${operation.key} with a made-up credential`));
    const parts = altered.map(({ form, answer }) => {
      if (isSkipped(answer)) return answer;
      // An altered credential may be malformed by rules that are not printed, so 400 decides nothing.
      return judgeRefusal(answer, refusal([403, 404, 422], `the valid credential, ${form.replaceAll('-', ' ')}`));
    });
    return withOptional(main, parts);
  },
  join: joinPlainReads,
});
