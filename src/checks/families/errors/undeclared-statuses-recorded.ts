import { statuses } from '../../../contract/conventions-at.ts';
import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses, isElsewhere } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { defineRecordingFold } from '../../kit/recording-fold.ts';
import { challengesOf } from '../../subjects/challenges.ts';
import { rootSaying } from '../../subjects/convention-locations.ts';
import { isGuess } from '../../subjects/guesses.ts';
import { jsonContent } from '../../../contract/asked-content.ts';
import { rememberedByObject } from '../../../model/remembered.ts';

/** An undocumented error, reduced to what is the same in every run. */
type Undeclared = {
  readonly status: number;
  readonly method: string;
  /** The deliberate faults of the request; empty where there were none. */
  readonly faults: readonly string[];
  readonly body: 'error object' | 'other JSON' | 'no JSON' | 'empty';
};

/** A status that the documentation does not list by its number. It may still describe the class of the status. */
type Unlisted = { readonly status: number; readonly method: string };

export const undeclaredStatusesRecorded = defineRecordingFold({
  id: 'errors/undeclared-statuses-recorded',
  title: 'Unlisted statuses, and the challenges to refused credentials, are recorded',
  why: 'Clients meet more statuses than a documentation lists, and only a comparison shows which they have to expect.',
  fix: 'Nothing is wrong; the documentation could list each of them.',
  reads: 'errors',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors),
  records: ['error.undeclared', 'status.unlisted', 'error.challenge'],
  show(exchange, contract) {
    const answer = answerOf(exchange);
    if (!answer || answer.unfinished || isElsewhere(exchange)) return undefined;
    const isError = answer.status >= 400;
    const isUndeclared = isError && declaredResponses(contract, exchange).length === 0;
    // A 429 depends on the moment, and shows nothing about the request.
    const isUnlisted = !isUndeclared && answer.status !== 429 && !listedIn(contract).has(String(answer.status));
    if (!isError && !isUnlisted) return undefined;
    const undeclared: readonly Undeclared[] = isUndeclared ? [undeclaredIn(exchange, answer, contract)] : [];
    const unlisted: Unlisted = { status: answer.status, method: exchange.request.method };
    const challenges = isUnauthenticated(answer, contract) ? challengesOf(headerValues(exchange, 'WWW-Authenticate')) : [];
    return {
      'error.undeclared': undeclared,
      ...(isUnlisted ? { 'status.unlisted': [unlisted] } : {}),
      ...(challenges.length > 0 ? { 'error.challenge': challenges } : {}),
    };
  },
  unseen: 'no error was seen',
});

/** The statuses that the documentation lists by their numbers, for any operation or for answers anywhere. Our guesses about a document do not count. */
const listedIn = rememberedByObject((contract: Contract): ReadonlySet<string> => {
  const declared = [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere];
  return new Set(declared.filter(({ location }) => !isGuess(contract, location)).map(({ status }) => status));
});

const undeclaredIn = ({ request }: Exchange, answer: Answer, contract: Contract): Undeclared => ({
  status: answer.status,
  method: request.method,
  faults: [...request.faults],
  body: bodyOf(answer, contract),
});

const bodyOf = ({ json }: Answer, contract: Contract): Undeclared['body'] => {
  if (json.kind !== 'value') return json.kind === 'none' ? 'empty' : 'no JSON';
  const shapes = contract.anywhere.flatMap(({ content }) => jsonContent(content)?.schemaLocation ?? []);
  const isOne = shapes.some((shape) => {
    const visits = evaluateSchema(contract, shape, json.value);
    return visits.length > 0 && visits.every(({ holds }) => holds);
  });
  return isOne ? 'error object' : 'other JSON';
};

const isUnauthenticated = ({ status }: Answer, { conventions }: Contract): boolean =>
  status === 401 || statuses(conventions.auth?.unauthenticated).includes(status);
