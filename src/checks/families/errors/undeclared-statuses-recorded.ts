import { statuses } from '../../../contract/conventions-at.ts';
import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses, isElsewhere } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { challengesOf } from '../../subjects/challenges.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isGuess } from '../../subjects/guesses.ts';
import { rootPlace } from '../../kit/root-place.ts';

/** An error that the documentation does not list, without anything that differs from run to run. */
type Undeclared = {
  readonly status: number;
  readonly method: string;
  /** What was wrong with the request on purpose; empty where nothing was. */
  readonly faults: readonly string[];
  readonly body: 'error object' | 'other JSON' | 'no JSON' | 'empty';
};

/** A status that the documentation does not name by its number, in an answer about whose class the contract may still say something. */
type Unlisted = { readonly status: number; readonly method: string };

/** What one operation, or none, has answered. Lists are sorted and hold each thing once. */
type Seen = {
  readonly undeclared: readonly Undeclared[];
  readonly unlisted: readonly Unlisted[];
  readonly challenges: readonly string[];
};

type State = Readonly<Record<string, Seen>>;

export const undeclaredStatusesRecorded = defineFold<State>({
  id: 'errors/undeclared-statuses-recorded',
  title: 'Statuses that are not listed, and the challenges of refused credentials, are recorded',
  why: 'Clients meet more statuses than a documentation lists, and only a comparison tells which they have to expect.',
  fix: 'Nothing is wrong with them; a line in the documentation for each spares clients a surprise.',
  reads: 'errors',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors).filter((place) => place === rootPlace),
  init: () => ({}),
  step(state, exchange, contract) {
    const answer = answerOf(exchange);
    if (!answer || answer.unfinished || isElsewhere(exchange)) return state;
    const isError = answer.status >= 400;
    const isUndeclared = isError && declaredResponses(contract, exchange).length === 0;
    // A refusal by quota depends on the moment, and says nothing of the request.
    const isUnlisted = !isUndeclared && answer.status !== 429 && !isListed(contract, answer.status);
    if (!isError && !isUnlisted) return state;
    const key = exchange.request.operation ?? 'outside';
    const now: Seen = {
      undeclared: isUndeclared ? [undeclaredIn(exchange, answer, contract)] : [],
      unlisted: isUnlisted ? [{ status: answer.status, method: exchange.request.method }] : [],
      challenges: isUnauthenticated(answer, contract) ? challengesIn(exchange) : [],
    };
    return { ...state, [key]: both(state[key], now) };
  },
  merge: (a, b) => {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(keys.map((key) => [key, both(a[key], b[key])]));
  },
  conclude(state) {
    const seen = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
    if (seen.length === 0) return { ...inconclusive('no error came by', []), unseen: true };
    return observed(
      seen.flatMap(([at, { undeclared, unlisted, challenges }]) => [
        factOf('error.undeclared', at, undeclared),
        ...(unlisted.length > 0 ? [factOf('status.unlisted', at, unlisted)] : []),
        ...(challenges.length > 0 ? [factOf('error.challenge', at, challenges)] : []),
      ]),
    );
  },
});

/** Does the documentation name a status by its number, for any operation or for answers anywhere. A reading of ours names none. */
const isListed = (contract: Contract, status: number): boolean =>
  [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere].some(
    (declared) => declared.status === String(status) && !isGuess(contract, declared.place),
  );

/** Each thing once, in an order of its own, so that it does not matter what came by first. */
const distinct = <T>(things: readonly T[]): T[] => {
  const byText = new Map(things.map((thing) => [JSON.stringify(thing), thing]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);
};

const both = (a: Seen | undefined, b: Seen | undefined): Seen => ({
  undeclared: distinct([...(a?.undeclared ?? []), ...(b?.undeclared ?? [])]),
  unlisted: distinct([...(a?.unlisted ?? []), ...(b?.unlisted ?? [])]),
  challenges: distinct([...(a?.challenges ?? []), ...(b?.challenges ?? [])]),
});

const undeclaredIn = ({ request }: Exchange, answer: Answer, contract: Contract): Undeclared => ({
  status: answer.status,
  method: request.method,
  faults: [...request.faults],
  body: bodyOf(answer, contract),
});

const bodyOf = ({ json }: Answer, contract: Contract): Undeclared['body'] => {
  if (json.kind !== 'value') return json.kind === 'none' ? 'empty' : 'no JSON';
  const shapes = contract.anywhere.flatMap(({ content }) => jsonContent(content)?.schemaPlace ?? []);
  const isOne = shapes.some((shape) => {
    const visits = evaluateSchema(contract, shape, json.value);
    return visits.length > 0 && visits.every(({ holds }) => holds);
  });
  return isOne ? 'error object' : 'other JSON';
};

const isUnauthenticated = ({ status }: Answer, { conventions }: Contract): boolean =>
  status === 401 || statuses(conventions.auth?.unauthenticated).includes(status);

const challengesIn = (exchange: Exchange): string[] => challengesOf(headerValues(exchange, 'WWW-Authenticate'));
