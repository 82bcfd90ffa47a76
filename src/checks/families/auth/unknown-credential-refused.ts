import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinPlainReads } from '../../kit/join-plain-reads.ts';
import { callWithUnknownCredential } from '../../scenarios/credentials/call-with-unknown-credential.ts';
import { outsiderNeeds, securedOperations } from '../../subjects/secured-operations.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { hasControl } from './control.ts';
import { printedPrefix } from '../../subjects/printed-form.ts';
import { askedAgain, faultsLeft, judgeUnusable, refusedFor } from './unusable-credential.ts';

type Measured = {
  /** In the printed form of a credential, where there is one. */
  readonly likely: Exchange;
  /** In a form of ours besides, on the first plain read only. */
  readonly unlikely: Exchange | undefined;
  readonly hasControl: boolean;
};

export const unknownCredentialRefused = defineProbe<Measured>({
  id: 'auth/unknown-credential-refused',
  title: 'A call with an unknown credential is refused with the documented status',
  why: 'A service that takes any credential, or any of the right form, is open to whoever guesses.',
  fix: 'Look the whole credential up before anything else, and answer the documented status.',
  reads: 'auth.unauthenticated.unknown',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => securedOperations(contract).map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const { contract } = session;
    const operation = operationOf(contract, place.operation ?? '');
    const refused = refusedFor(operation, 'unknown');
    const ask = async (form: 'made-up' | 'as-printed'): Promise<Exchange> =>
      askedAgain(session, await session.measure(callWithUnknownCredential, { operation: operation.key, form }), refused);
    const isPrinted = printedPrefix(contract) !== undefined;
    const isFirst = parameterlessReads(contract)[0]?.key === operation.key;
    return {
      likely: await ask(isPrinted ? 'as-printed' : 'made-up'),
      unlikely: isPrinted && isFirst ? await ask('made-up') : undefined,
      hasControl: await hasControl(session, operation, refused),
    };
  },
  judge(place, { likely, unlikely, hasControl: isKnownToWork }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const isPlain = parameterlessReads(contract).some(({ key }) => key === operation.key);
    const refused = refusedFor(operation, 'unknown');
    const told = {
      usual: isPlain ? [403, 400, 404, 422] : [403],
      left: faultsLeft(contract, operation, likely),
      code: 'unknown-credential',
      hasControl: isKnownToWork,
    };
    const main = judgeUnusable(likely, refused, { ...told, mistake: `${operation.key} with a made-up credential` });
    if (!unlikely) return main;
    const mistake = `${operation.key} with a made-up credential of another form`;
    return withOptional(main, [judgeUnusable(unlikely, refused, { ...told, mistake })]);
  },
  join: joinPlainReads,
});
