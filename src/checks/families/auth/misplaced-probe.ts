import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialMisplacement } from '../../../model/request.ts';
import { type CheckText, defineProbe, type Probe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { readWithMisplacedCredential } from '../../scenarios/credentials/read-with-misplaced-credential.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { bearerPlaces, isDeclaredForm } from '../../subjects/bearer-places.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Tried = { readonly form: CredentialMisplacement; readonly exchange: Exchange };

/** What each form means in a sentence. */
const told: Readonly<Record<CredentialMisplacement, string>> = {
  'basic-scheme': 'the credential as the user name of Basic',
  'token-scheme': 'the credential behind the scheme name Token',
  'no-scheme': 'the credential without a scheme name',
  'lower-case-scheme': 'the scheme name in small letters',
  'upper-case-scheme': 'the scheme name in capital letters',
  'api-key-header': 'the credential in the header X-API-Key alone',
  'api-key-query': 'the credential in the query parameter api_key alone',
};

/**
 * A probe that sends a valid credential in forms that the documentation does not have. Each must be refused as a missing
 * credential is; any other refusal leaves it open. Forms that another scheme of the operation allows are not sent.
 */
export const defineMisplacedProbe = ({
  forms,
  ...text
}: Omit<CheckText, 'reads'> & { readonly forms: readonly CredentialMisplacement[] }): Probe<readonly Tried[]> =>
  defineProbe<readonly Tried[]>({
    ...text,
    reads: 'auth.unauthenticated',
    phase: 'read',
    alone: 'nothing',
    places: (contract) =>
      firstRead(contract)
        .filter((operation) => !forms.every((form) => isDeclaredForm(contract, operation, form)))
        .flatMap((operation) => bearerPlaces(contract, operation)),
    needs: () => [],
    cost: () => ({ requests: forms.length, creates: 0 }),
    async measure(place, session) {
      const operation = operationOf(session.contract, place.operation ?? '');
      const tried: Tried[] = [];
      for (const form of forms.filter((one) => !isDeclaredForm(session.contract, operation, one))) {
        tried.push({ form, exchange: await session.measure(readWithMisplacedCredential, { operation: operation.key, form }) });
      }
      return tried;
    },
    judge(place, tried, { contract }) {
      const unauthenticated = operationOf(contract, place.operation ?? '').conventions.auth?.unauthenticated;
      const expected = statuses(unauthenticated, 'access');
      const words = statusWords(unauthenticated);
      return joinVerdicts(
        tried.map(({ form, exchange }) =>
          judgeRefusal(exchange, { expected, words, wrong: [], code: `credential-${form}`, where: 'credential', mistake: told[form] }),
        ),
      );
    },
  });
