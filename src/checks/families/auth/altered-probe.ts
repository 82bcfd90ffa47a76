import { operationOf } from '../../../contract/operation.ts';
import type { CredentialKind } from '../../../contract/x-assay/access.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialAlteration } from '../../../model/request.ts';
import { type CheckText, defineProbe, type Probe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { callWithUnknownCredential } from '../../scenarios/credentials/call-with-unknown-credential.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { firstRead } from '../../subjects/first-read.ts';
import { askedAgain, judgeUnusable, refusedFor } from './unusable-credential.ts';

type Tried = { readonly form: CredentialAlteration; readonly answer: Exchange | Skipped };

/**
 * A probe that reads with altered forms of a valid credential, each of which must be refused like an unknown one. Forms
 * that cannot be made of the credential are left out; one that is malformed by rules that are not printed decides nothing.
 */
export const defineAlteredProbe = ({
  kind,
  forms,
  usual,
  ...text
}: Omit<CheckText, 'reads'> & {
  readonly kind: CredentialKind;
  readonly forms: readonly CredentialAlteration[];
  /** Statuses that break the promise in any contract. */
  readonly usual: readonly number[];
}): Probe<readonly Tried[]> =>
  defineProbe<readonly Tried[]>({
    ...text,
    reads: `auth.unauthenticated.${kind}`,
    phase: 'read',
    alone: 'nothing',
    places: (contract) => firstRead(contract).map(({ place }) => place),
    needs: () => [],
    cost: () => ({ requests: forms.length + 1, creates: 0 }),
    async measure(place, session) {
      const operation = operationOf(session.contract, place.operation ?? '');
      await workingRead(session, operation.key, 'key');
      const refused = refusedFor(operation, kind);
      const tried: Tried[] = [];
      for (const form of forms) {
        const answer = await orSkipped(session.measure(callWithUnknownCredential, { operation: operation.key, form }));
        tried.push({ form, answer: isSkipped(answer) ? answer : await askedAgain(session, answer, refused) });
      }
      return tried;
    },
    judge(place, tried, { contract }) {
      const refused = refusedFor(operationOf(contract, place.operation ?? ''), kind);
      const verdicts = tried.map(({ form, answer }) => {
        if (isSkipped(answer)) return answer;
        const mistake = `the valid credential, ${form.replaceAll('-', ' ')}`;
        return judgeUnusable(answer, refused, { usual, code: 'altered-credential', mistake, hasControl: true });
      });
      const made = verdicts.filter((verdict) => !isSkipped(verdict));
      const left = verdicts.filter(isSkipped);
      return made.length === 0 ? joinVerdicts(left) : withOptional(joinVerdicts(made), left);
    },
  });
