import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { type Issued, issuedCredential, mostCandidates } from '../../scenarios/lifecycle/issued-credential.ts';
import { issuers } from '../../subjects/issuers.ts';

export const issuedWorks = defineProbe<Issued>({
  id: 'auth/issued-works',
  title: 'The answer that issues a credential holds it, and it is accepted',
  why: 'A credential that is shown nowhere, or opens nothing, is found out only when the old one has been taken away.',
  fix: 'Show the new credential in the answer that issues it, and accept it within seconds.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: issuers,
  needs: creationNeeds,
  cost: () => ({ requests: 100, creates: 1 }),
  measure: (place, session) => session.measure(issuedCredential, { operation: place.operation ?? '' }),
  judge(_place, { issuing, candidates, opened, refused }) {
    if (opened) return pass(1);
    if (!isSuccess(issuing)) return inconclusive(`No credential was issued: ${outcomeOf(issuing)}`, [issuing]);
    const finding = { where: 'answer', expected: 'a credential that is accepted' };
    if (candidates.length === 0) {
      if (answerOf(issuing)?.text === null) return inconclusive('The answer cannot be read', [issuing]);
      if (mayHoldWord(issuing)) return inconclusive('The answer holds texts that are too plain to be tried as a credential', [issuing]);
      return fail({ code: 'credential-not-shown', ...finding, actual: 'no text that could be one' }, [issuing]);
    }
    if (candidates.length > mostCandidates || refused.length === 0) {
      return inconclusive(`${candidates.length} texts of the answer could be the credential, and none of those tried was accepted`, [
        issuing,
      ]);
    }
    if (refused.every((exchange) => statusOf(exchange) === 401)) {
      const actual = `401 to ${refused.length === 1 ? 'the one text' : `each of the ${refused.length} texts`} that could be it`;
      return fail({ code: 'issued-refused', ...finding, actual }, [issuing, ...refused]);
    }
    const outcomes = [...new Set(refused.map(outcomeOf))].join(', ');
    return inconclusive(`With what was issued the plain read was answered ${outcomes}`, [issuing, ...refused]);
  },
});

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
};

const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** A word without blanks that we did not send may be a credential, however unlikely. */
const mayHoldWord = (exchange: Exchange): boolean => {
  const sent = exchange.sent.body ?? '';
  return textsIn(jsonOf(exchange)).some((text) => text.length >= 8 && !/\s/.test(text) && !isMoment(text) && !sent.includes(text));
};
